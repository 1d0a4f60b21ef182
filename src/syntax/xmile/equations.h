// The variables of one model into equations of the tree.
#pragma once

#include <unordered_map>
#include <vector>

#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

class EquationWriter {
 public:
  EquationWriter(Whole& whole, Complaints& complaints, const Scope& scope,
                 std::vector<Equation>& sink)
      : whole_(whole), complaints_(complaints), scope_(scope), sink_(sink) {}

  void write();

 private:
  // One right-hand side: for all cells, or for the cell at `places`.
  struct Part {
    std::vector<std::optional<std::size_t>> fixed;
    const Text* equation = nullptr;
    const std::vector<Node>* nodes = nullptr;
    std::size_t node = 0;  // which of them
    const Table* table = nullptr;
    Span span;
  };
  using Make = Expr (EquationWriter::*)(const Variable&, Translator&, Expr);

  void link_flows();
  const Variable* flow_named(const Variable& stock, const Text& written);
  void write_variable(const Variable& variable);
  void write_table(const Variable& variable, const std::string& name);
  void write_input(const Variable& variable, const Connection& connection);
  void write_parts(const Variable& variable, Make make);
  static Part part_of_all(const Variable& variable);
  // --- exceptions.cpp ---
  static std::vector<std::vector<Subscript>> exceptions_of(const Variable& variable);
  bool is_exception(const Variable& variable, const std::vector<std::size_t>& places) const;

  std::vector<Part> parts_of(const Variable& variable);
  const std::vector<Node>* parse(const Text& text);
  void write_part(const Variable& variable, const Part& part, Make make);
  void write_cells(const Variable& variable, const Part& part, Make make);
  void write_list(const Variable& variable, const std::vector<Node>& nodes, Make make);
  Expr value_of(const Variable& variable, const Part& part, Translator& translator);
  bool is_data(const Variable& variable) const;
  Equation data_heading(const Variable& variable, const Part& part) const;
  void write_data(const Variable& variable);
  bool write_vensim_kind(const Variable& variable, Make make);
  bool write_vensim_kind(const Variable& variable, const Part& part);
  Expr translated(const Variable& variable, const Part& part);
  static Make make_of(Sort sort);
  bool is_no_integral(const Variable& variable);
  Equation heading(const Variable& variable) const;
  static bool is_of_all(const Part& part);
  std::vector<Subscript> left_side(const Variable& variable, const Part& part) const;
  void add(const Variable& variable, const Part& part, Expr right);
  std::string shown(const Variable& variable, const Part& part, const Equation& equation);
  Translator translator_for(const Variable& variable,
                            std::vector<std::optional<std::size_t>> fixed);

  // What the value of an equation is made into.
  Expr make_plain(const Variable& variable, Translator& translator, Expr value);
  Expr make_flow(const Variable& variable, Translator& translator, Expr value);
  Expr make_stock(const Variable& variable, Translator& translator, Expr value);
  Expr net_flow(const Variable& stock, Translator& translator, Span span);
  Expr limited_by_stock(const Variable& flow, const Variable& stock, Translator& translator,
                        Expr value);
  bool holds_back(const Variable& stock) const;
  Expr content_as_rate(const Variable& stock, Translator& translator, Span span);
  bool is_uniflow(const Variable& flow) const;

  const std::vector<Node>& all_equations(const Variable& variable);
  Expr refer_cell(const std::string& hidden, const Variable& flow, const Part& part) const;

  // --- conveyors.cpp, slats.cpp, queues.cpp, ovens.cpp ---
  struct Belt;
  struct Steady;
  struct Slats;
  struct Batches;
  struct Clocks;
  void prepare_conveyor(const Variable& stock);
  void prepare_queue(const Variable& queue);
  void prepare_oven(const Variable& oven);
  bool takes_batches(const Variable& queue, const Variable& conveyor);
  void write_batches(const Variable& queue, const Variable& conveyor);
  std::optional<std::size_t> steps_of_run() const;
  std::optional<std::size_t> slats_needed(const Node& length, bool leaks) const;
  bool write_slats(Belt& belt, const std::vector<Node>& length);
  void write_budget(Belt& belt);
  Steady steady_belt(Belt& belt, Expr transit_time) const;
  Expr flowing_past(const Belt& belt, const Steady& steady, const Expr& place) const;
  Expr in_lumps(const Belt& belt, const Steady& steady) const;
  void write_linear(Belt& belt, const Steady& steady);
  void write_exponential(Belt& belt, const Steady& steady);
  bool read_leaks(Belt& belt);
  void leak(Belt& belt, std::size_t which, Expr amount);
  const std::vector<Node>* start_list(const Variable& stock);
  bool list_is_short(const Variable& stock);
  bool list_fits(const Belt& belt, const Node& length);
  bool fill_list(const Belt& belt, double length);
  void spread_slice(std::vector<Node>* nodes) const;
  Expr as_listed(const Belt& belt, const Steady& steady);
  Expr since_start(const Belt& belt);
  Expr rate_of_list(const Belt& belt, const Expr& since, const Expr& length);
  Expr share_of_list(const Belt& belt, std::size_t place, const Expr& since, const Expr& length);
  static Expr part_of_list(const Belt& belt, std::size_t place, const Expr& length);
  Expr value_of_list(const Belt& belt, std::size_t place);
  bool is_sound_leak(const Belt& belt, const Variable& flow, double fraction, double together);
  Expr entering(const Variable& flow, const Variable& stock, Translator& translator, Expr value);
  Expr room_of(const Variable& stock, Translator& translator, Span span);
  bool is_constant(const Node& node, int depth = 0) const;
  bool is_constant(const Variable& variable, int depth) const;
  std::optional<double> value_in(const Node& node, int depth = 0) const;
  // --- flow_order.cpp ---
  class Circles;
  void count_inflows();
  bool needs_any(const Variable& from, const std::vector<const Variable*>& wanted);
  std::vector<Found> needed_by(const Found& found);
  const std::vector<Found>& named_by(const Found& found);
  // --- bounds.cpp ---
  using Bounds = std::pair<double, double>;
  std::optional<double> setting(const std::string& name) const;
  std::optional<Bounds> bounds_of(const Node& node, int depth = 0) const;
  std::optional<Bounds> bounds_of_name(const Name& name, int depth) const;
  std::optional<Bounds> bounds_of_call(const Applied& form, int depth) const;
  bool refuse(Span span, std::string message, std::string reason, std::string hint);
  Expr expression(const Text& text, Translator& translator);

  Whole& whole_;
  Complaints& complaints_;
  const Scope& scope_;
  std::vector<Equation>& sink_;
  std::unordered_map<const Variable*, std::vector<const Variable*>> leaves_;  // flow: from stocks
  std::unordered_map<const Variable*, std::vector<const Variable*>> enters_;  // flow: into stocks
  std::unordered_map<const Variable*, std::vector<const Variable*>> inflows_, outflows_;  // stock
  std::unordered_map<const Variable*, std::string> driven_;  // flow: the hidden variable it shows
  std::unordered_map<const Variable*, std::string> door_;    // oven: 1 where it takes material
  std::unordered_map<const Variable*, std::string> moves_;   // conveyor: 1 where it is not arrested
  std::unordered_map<const Variable*, std::string> used_;  // conveyor: entered in this unit of time
  std::unordered_map<const Variable*, std::vector<const Variable*>> counted_;  // stock: inflows
  std::unordered_map<const Variable*, std::vector<Found>> named_;
  std::unordered_map<const Variable*, Expr> listed_;  // what those hold whose start is a list
  mutable std::unordered_map<const Variable*, bool> constant_;
  mutable std::unordered_map<const Variable*, std::optional<Bounds>> bounds_;
  std::unordered_map<const Text*, std::unique_ptr<std::vector<Node>>> parsed_;
};

}  // namespace sluice::syntax::xmile
