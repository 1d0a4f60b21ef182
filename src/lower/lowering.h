// The work of lower(): turns cells into ops on demand. A needed cell is remembered; a depth-first
// walk on an explicit stack (chains may be long) makes its ops so that reads follow writes.
//
// A node is what is ordered: the value of a cell at a step or at the start, or a fragment: ops that
// no cell waits for (rates and starts of hidden stocks, inputs of memories), which break loops.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lower/draft.h"
#include "lower/lower.h"
#include "lower/site.h"
#include "model/cells.h"
#include "model/model.h"
#include "model/vectors.h"
#include "model/written.h"

namespace sluice::lower {

class Lowering {
 public:
  Lowering(const model::Model& model, const std::vector<WantedInput>& inputs,
           const FixedCells& fixed, const program::Timing& timing, program::Method method);

  void follow(std::vector<double> lengths) { lengths_ = std::move(lengths); }
  void follow(CellRef time_step) { clock_cell_ = time_step; }
  // The slot that will hold the cell's value; the cell is made by `settle`.
  Slot ask(CellRef cell, World world);
  // Makes all that was asked for, and all that this needs.
  void settle();
  // Sections, stocks, memories, tables and inputs; outputs and names are the caller's.
  program::Program finish();
  // Cells whose value at a step was made, ascending by slot.
  std::vector<std::pair<Slot, CellRef>> made_cells() const;
  Diagnostics& diagnostics() { return diagnostics_; }

  // What an expression is at the start, if that is the same in every run; nothing if it depends on
  // an input or on chance.
  std::optional<double> known_value(const model::Expr& expr, const Site& site);
  std::optional<double> known_value(CellRef cell);
  // The same with inputs at the values that the model gives them.
  std::optional<double> central_value(const model::Expr& expr, const Site& site);

 private:
  using NodeId = std::uint32_t;
  static constexpr NodeId kNoNode = 0xffffffffU;
  enum class State : std::uint8_t { waiting, open, done };
  struct Node {
    CellRef cell;
    World world{};
    std::int32_t fragment = -1;
    State state = State::waiting;
    Draft::Range ops;
  };
  struct Frame {
    NodeId node = 0;
    std::vector<NodeId> needs;
    std::size_t next = 0;
  };
  struct Fragment {
    Site site;
    NodeId after = 0;  // the node that made it
    std::function<void(Site&)> make;
  };

  template <class Ask>
  std::optional<double> evaluate_apart(const std::vector<WantedInput>& inputs,
                                       const Ask& ask) const;
  template <class Ask>
  std::vector<double> evaluate_each_apart(const std::vector<WantedInput>& inputs,
                                          const Ask& ask) const;
  std::optional<double> value_at_start(const std::vector<WantedInput>& inputs,
                                       const model::Expr& expr, const Site& site);
  // For all cells of the site's equation at once, as each takes a walk through the whole model.
  bool evaluate_all(const std::vector<WantedInput>& inputs, const model::Expr& expr,
                    const Site& site);
  // The number behind a number or behind a name that no one sets from outside: the usual case.
  std::optional<double> number_in(const model::Expr& expr, const Site& site) const;
  std::optional<double> number_in(const model::Binary& binary, const Site& site) const;

  // --- nodes (nodes.cpp) ---
  void find_changing_variables();
  bool changes(const model::Variable& variable) const;
  bool changes(const model::Expr& expr) const;
  void place_inputs(const std::vector<WantedInput>& inputs);
  std::size_t index_of(CellRef cell) const;
  std::string name_of(CellRef cell) const;
  World world_of(CellRef cell, World world) const;
  Slot slot_of(CellRef cell, World world);
  NodeId node_of(CellRef cell, World world);
  Slot need(CellRef cell, World world);  // from within an expression
  void settle_from(NodeId root);
  void open(NodeId node, std::vector<Frame>& stack);
  void make_cell(CellRef cell, World world);
  bool is_too_large(const Node& node);
  void report_cycle(const std::vector<Frame>& stack, NodeId closing);
  Site site_of(CellRef cell, World world) const;
  // Ops made later, in the world given, after the node at work.
  void defer(const Site& site, World world, std::function<void(Site&)> make);
  Slot copy_to(Slot slot, World world, Slot wanted);

  // --- expressions (expression.cpp) ---
  Slot lower(const model::Expr& expr, Site& site, Slot wanted = kAnySlot);
  Slot lower_node(const model::Number& number, Site& site, Slot wanted);
  Slot lower_node(const model::Reference& reference, Site& site, Slot wanted);
  Slot lower_node(const model::ElementNumber& number, Site& site, Slot wanted);
  Slot lower_node(const model::Unary& unary, Site& site, Slot wanted);
  Slot lower_node(const model::Binary& binary, Site& site, Slot wanted);
  Slot lower_node(const model::Call& call, Site& site, Slot wanted);
  Slot lower_node(const model::LookupCall& lookup, Site& site, Slot wanted);
  Slot lower_node(const model::Table& table, Site& site, Slot wanted);
  Slot hold_number(double value, Slot wanted);
  Slot lower_elementary(const model::Call& call, Site& site, Slot wanted);
  Slot lower_starting(const model::Call& call, Site& site, Slot wanted);
  Slot lower_pulse_train(const model::Call& call, Site& site, Slot wanted);
  Slot lower_ramp(const model::Call& call, Site& site, Slot wanted);
  Slot lower_pulse_volume(const model::Call& call, Site& site, Slot wanted);
  Slot floor_of(Slot value, World world, Slot wanted = kAnySlot);
  Slot round_of(Slot value, World world, Slot wanted);
  Slot floored_modulo(Slot value, Slot divisor, World world, Slot wanted);
  Slot safe_quotient(Slot value, Slot divisor, Slot otherwise, World world, Slot wanted);
  Slot lower_random(const model::Call& call, Site& site, Slot wanted);
  Slot time_in(World world);
  Slot lower_message(Slot display, Site& site, Slot wanted);
  bool is_stock(const model::Expr& expr, const Site& site) const;
  Slot held_stock(const model::Expr& stock, Site& site, Slot wanted);
  Slot hold_in_step(Slot level, Slot wanted = kAnySlot);
  Slot read_series(CellRef cell, Site& site, Slot wanted);
  // The time of the step, also at the inner stages of RK4.
  Slot held_time(const Site& site);
  bool is_uneven() const { return clock_cell_ || !lengths_.empty(); }
  Slot step_in(World world), half_step(World world);  // of the step that begins
  Slot steps_done();
  Slot by_step(const std::vector<double>& values, std::string name);
  Draft::Range stretch_rates();
  Slot refuse_uneven(const model::Call& call, const Site& site, Slot wanted);
  bool is_time_step(const model::Expr& expr) const;
  std::uint32_t stream_of(const model::Call& call, const Site& site, std::uint32_t part = 0);

  // --- hidden stocks and memories (stateful.cpp) ---
  Slot lower_stateful(const model::Call& call, Site& site, Slot wanted);
  Slot lower_stock(const model::Call& call, Site& site, Slot wanted);
  Slot lower_smooth(const model::Call& call, const Chain& chain, Site& site, Slot wanted);
  Slot lower_delay(const model::Call& call, const Chain& chain, Site& site, Slot wanted);
  Slot lower_trend(const model::Call& call, Site& site, Slot wanted);
  Slot lower_forecast(const model::Call& call, Site& site, Slot wanted);
  Slot lower_delay_fixed(const model::Call& call, Site& site, Slot wanted);
  Slot lower_ruled_stock(const model::Call& call, Site& site, Slot wanted);
  Slot within_rules(const model::Call& call, Slot value, Site& site);
  Slot lower_sample(const model::Call& call, Site& site, Slot wanted);
  struct Past;
  Slot steps_ago(const model::Expr& when, Site& site);
  Slot lower_history(const model::Call& call, Site& site, Slot wanted);
  Slot hold_since(const model::Call& call, const Site& site, const Past& past, Slot wanted);
  Slot average_of(const model::Call& call, Site& site, const model::Expr* trend);
  Chain chain_of(const model::Call& call, Site& site);
  std::uint32_t order_of(const model::Call& call, const model::Expr& expr, Site& site);
  std::uint32_t order_within_steps(std::uint32_t order, const model::Call& call, Site& site);
  Slot stage_time(const Chain& chain, Site& site);
  Slot time_of_last_stage(const model::Call& call, const Chain& chain, Site& site);
  // The number of a new stock; its state in `wanted`, if given.
  std::size_t add_stock(const model::Call& call, const Site& site, std::uint32_t number,
                        Slot wanted = kAnySlot);
  std::size_t add_memory(const model::Call& call, const Site& site, std::uint32_t number);
  Slot read_memory(std::size_t memory, Slot wanted = kAnySlot);
  std::vector<Stage> add_stages(const model::Call& call, const Chain& chain, const Site& site,
                                Slot wanted);
  void start_stages(const std::vector<Stage>& stages, Slot value);
  void move_stage(const Stage& stage, Slot rate);
  std::string hidden_name(const model::Call& call, const Site& site, std::uint32_t number);

  // --- `!` loops and vectors (reduction.cpp, allocate.cpp) ---
  void for_each_turn(const std::vector<model::Loop>& loops, Site& site,
                     const std::function<void()>& visit);
  Slot lower_reduction(const model::Call& call, Site& site, Slot wanted);
  Slot lower_vector_select(const model::Call& call, Site& site, Slot wanted);
  std::uint32_t action_of(const model::Call& call, std::size_t argument, std::uint32_t most,
                          Site& site);
  struct Chosen;
  Chosen choose(const model::Call& call, Site& site);
  Slot combine(const Chosen& chosen, std::uint32_t action, World world);
  Slot combine_by(const Chosen& chosen, Slot action, World world);
  Slot refuse_count(Slot count, std::uint32_t error_action, Slot result, World world, Slot wanted);

  // --- whole vectors (vectors.cpp, vector_lookup.cpp) ---
  struct EvenGrid;
  Slot lower_vector(const model::Call& call, Site& site, Slot wanted);
  CellRef leader_of(const Site& site, const model::VectorPlan& plan) const;
  Slot share_vector(const model::Call& call, const model::VectorPlan& plan, Site& site,
                    Slot wanted);
  std::vector<Slot> vector_operands(const model::Call& call, const model::VectorPlan& plan,
                                    Site& site);
  void add_profile(const model::Reference& profile, Site& site, std::vector<Slot>& operands);
  Slot lower_market_price(const model::Call& call, Site& site, Slot wanted);
  Slot lower_market_priority(const model::Call& call, Site& site, Slot wanted);
  Slot lower_quantity(const model::Call& call, Site& site, Slot wanted);
  Slot choose_by(Slot at, const std::vector<Slot>& values, Slot outside, World world, Slot wanted);
  Slot lower_reorder(const model::Call& call, Site& site, Slot wanted);
  Slot lower_element_map(const model::Call& call, Site& site, Slot wanted);
  Slot lower_vector_lookup(const model::Call& call, Site& site, Slot wanted);
  EvenGrid even_grid(const model::Call& call, Site& site);
  Slot stretch_of(const EvenGrid& grid);
  Slot clamped(const EvenGrid& grid, Slot place);
  Slot interpolated(const EvenGrid& grid, Slot place);
  Slot grid_slope(const EvenGrid& grid, bool extrapolates);
  Slot grid_area(const EvenGrid& grid, bool extrapolates);
  Slot grid_inverse(const EvenGrid& grid, bool extrapolates);

  // --- lookups and data as wholes (table_functions.cpp, data_functions.cpp) ---
  using Points = std::vector<std::pair<double, double>>;
  const model::Table& table_argument(const model::Expr& expr, const Site& site) const;
  std::uint32_t add_table(const Site& site, const Points& points, program::TableMode mode);
  Slot read_points(Slot x, const Points& points, program::TableMode mode, const Site& site,
                   Slot wanted);
  Slot lower_table_function(const model::Call& call, Site& site, Slot wanted);
  Slot area_up_to(const Points& points, Slot x, const Site& site);
  Slot lower_table_slope(const model::Call& call, Site& site, Slot wanted);
  Slot mean_slope(const Points& points, bool extrapolates, Slot x, const Site& site, Slot wanted);
  Slot within(Slot x, Slot low, Slot high, World world);
  int known_mode(const model::Call& call, std::size_t argument, int least, int most, Site& site);
  CellRef data_argument(const model::Call& call, const Site& site) const;
  Slot lower_data_function(const model::Call& call, Site& site, Slot wanted);
  Slot lower_cumulated(const model::Series& series, Site& site, Slot wanted);
  Slot lower_time_shift(const model::Call& call, Site& site, Slot wanted);
  Slot lower_data_at(const model::Call& call, const model::Series& series, Site& site, Slot wanted);
  Slot lower_data_between(const model::Call& call, const model::Series& series, Site& site,
                          Slot wanted);
  struct ChosenPoints;
  ChosenPoints choose_points(const model::Call& call, const model::Series& series, Site& site);
  Slot combine_points(OpCode code, const ChosenPoints& points, const std::vector<Slot>& values,
                      double other, World world);
  Slot deviation_of(const ChosenPoints& points, Slot mean, World world);
  Slot lower_data_statistic(const model::Call& call, const model::Series& series, Site& site,
                            Slot wanted);

  // --- equations between data (data_equations.cpp) ---
  double point_margin() const;
  const model::Equation* data_equation_of(CellRef cell) const;
  const DataPoints& points_of(CellRef cell, int depth = 0);
  DataPoints points_behind(CellRef cell, const model::Equation& equation, int depth);
  void shift_points(const model::Call& shift, CellRef cell, DataPoints& points);
  Points only_at(const std::vector<double>& times, const std::vector<double>& values) const;
  void lower_data_equation(Site& site, Slot slot);
  Slot read_worked_out(Slot time, model::DataMode mode, const Site& site, Slot wanted);
  Slot read_raw(Slot time, const Site& site, Slot wanted);
  Slot worked_out_at(CellRef cell, Slot time, World world);
  Slot sum_up_to(Slot time, const model::Call& call, Site& site);
  Slot read_at_point(CellRef cell, Site& site, Slot wanted);
  std::vector<Slot> data_behind(Site& site);
  void lower_loosely(Site& site, Slot slot);

  // --- rows of places (pipelines.cpp) and written-out stocks (present_value.cpp) ---
  std::optional<std::uint32_t> known_steps(const model::Expr& expr, Site& site);
  std::uint32_t places_for(const model::Call& call, std::uint32_t wanted);
  Slot steps_of(const model::Expr& time, Site& site);
  std::vector<std::size_t> add_places(const model::Call& call, const Site& site,
                                      std::uint32_t count);
  Slot lower_delay_material(const model::Call& call, Site& site, Slot wanted);
  Slot lower_delay_information(const model::Call& call, Site& site, Slot wanted);
  std::optional<std::uint32_t> conveyor_steps(const model::Call& call, std::size_t argument,
                                              Site& site);
  Slot lower_delay_conveyor(const model::Call& call, Site& site, Slot wanted);
  Slot lower_delay_profile(const model::Call& call, Site& site, Slot wanted);
  void fill_profile(const model::Call& call, const std::vector<std::size_t>& places,
                    const std::vector<double>& weights, Site& start);
  Slot lower_delay_batch(const model::Call& call, Site& site, Slot wanted);
  Slot lower_present_value(const model::Call& call, Site& site, Slot wanted);
  std::optional<std::uint32_t> fiscal_periods(const model::Call& call, std::size_t argument,
                                              double length, Site& site);
  Slot lower_straight_line(const model::Call& call, Site& site, Slot wanted);
  struct Schedule;
  Schedule schedule_of(const model::Call& call, std::uint32_t count, double length, Site site);
  void gather_periods(const model::Call& call, Site& site, const std::vector<std::size_t>& places,
                      const std::vector<Slot>& held, const std::function<Slot(Slot)>& period);
  void refuse_life(const model::Call& call, std::uint32_t steps, std::uint32_t periods);
  Slot lower_schedule(const model::Call& call, Site& site, Slot wanted);
  Slot lower_rate_of_return(const model::Call& call, Site& site, Slot wanted);
  Slot lower_fiscal_value(const model::Call& call, Site& site, Slot wanted);
  Slot first_discount_of(const model::Call& call, Site& site);
  Slot period_at(Slot time, Slot length);
  Slot lower_pink_noise(const model::Call& call, Site& site, Slot wanted);

  // --- queues (queues.cpp) and shifted stocks (shifts.cpp) ---
  struct Queue {  // by age: the first place was entered a step ago
    std::vector<std::size_t> amounts, attributes;
  };
  struct QueueContents {
    std::vector<Slot> amounts, attributes, older;  // older: what lies beyond each place
    Slot total = 0;                                // of what is above 0
    World world{};
  };
  const model::Call* queue_call(CellRef cell) const;
  const Queue& queue_at(CellRef cell);
  void fill_queue(const model::Call& call, const Queue& queue, std::uint32_t filled, Site& start);
  void move_queue(const model::Call& call, const Queue& queue, Site& now);
  void move_attributes(const model::Call& call, const Queue& queue, Site& now);
  QueueContents contents_of(CellRef cell, World world);
  std::uint32_t first_places(const model::Call& call, Site& site);
  Slot lower_queue(const model::Call& call, Site& site, Slot wanted);
  Slot look_into_queue(const model::Call& call, Site& site, Slot wanted);
  Slot mean_of_oldest(const QueueContents& contents, const std::vector<Slot>& values, Slot count,
                      Slot otherwise, Slot wanted);
  Slot amount_in_range(const QueueContents& contents, const std::vector<Slot>& values, Slot low,
                       Slot high, Slot wanted);
  Slot extreme_of(const QueueContents& contents, const std::vector<Slot>& values, bool largest,
                  Slot wanted);
  Slot amount_up_to(const QueueContents& contents, Slot quantity, Slot wanted);
  struct Shift {
    CellRef cell;             // of the SHIFT IF TRUE
    std::uint32_t place = 0;  // of the stock among those that it moves
    std::uint32_t count = 0;
  };
  void find_shifts();
  Slot lower_shift(const model::Call& call, Site& site, Slot wanted);
  Slot shifted_rate(CellRef stock, Slot rate);

  // --- numbers made of several ops (elementary.cpp) ---
  Slot log_gamma(Slot x, World world, Slot wanted);
  Slot rational(Slot x, std::span<const double> above, std::span<const double> below, World world);
  Slot normal_tail(Slot x, World world);
  Slot normal_quantile(Slot share, World world, Slot wanted);
  Slot lower_normal_share(const model::Call& call, Site& site, Slot wanted);
  Slot lower_time_value(const model::Call& call, Site& site, Slot wanted);

  // --- draws (random.cpp, random_shapes.cpp) ---
  struct Limits;
  Slot lower_shaped(const model::Call& call, Site& site, Slot wanted);
  Slot stretched(Slot drawn, Slot shift, Slot stretch, World world, Slot wanted);
  Slot draw_between(Slot low, Slot high, std::uint32_t stream, World world);
  Slot lower_inverse(const model::Call& call, const Limits& limits, Site& site, Slot wanted);
  Slot lower_triangular(const model::Call& call, Site& site, Slot wanted);
  Slot lower_random_lookup(const model::Call& call, const Limits& limits, Site& site, Slot wanted);
  Slot lower_redrawn(const model::Call& call, const Limits& limits, Site& site, Slot wanted);
  Slot one_draw(const model::Call& call, std::uint32_t number, Site& site);

  // --- tables (tables.cpp) ---
  std::uint32_t table_of(const model::Table& table, model::LookupMode mode, CellRef owner);
  std::uint32_t table_of_lookup(CellRef cell, model::LookupMode mode);
  std::uint32_t table_of_series(CellRef cell, model::DataMode mode);

  void say(Code code, Span span, std::string message, std::string reason, std::string hint);

  const model::Model& model_;
  const std::vector<WantedInput>& inputs_;
  const FixedCells& fixed_;
  program::Timing timing_;
  program::Method method_;
  Draft draft_;
  Diagnostics diagnostics_;
  std::set<std::tuple<Code, std::uint32_t, std::uint32_t>> said_;  // code, file, place
  // What is known of an expression for a cell at the start: with inputs as they are, or at their
  // central values.
  std::map<std::tuple<const model::Expr*, std::size_t, bool>, double> known_;
  std::set<std::pair<const model::Expr*, bool>> not_alike_;  // to be asked cell by cell
  bool reads_input_ = false;                                 // anything made so far
  bool draws_ = false;

  std::vector<std::size_t> first_cell_;  // by variable: its first cell among all cells
  std::vector<bool> changing_;           // by variable: differs between the worlds
  std::vector<Slot> first_slot_[2];      // by world, then variable
  std::vector<NodeId> nodes_of_cells_[2];
  std::vector<Slot> input_slots_;              // by input
  std::map<std::size_t, double> fixed_cells_;  // by cell among all
  std::map<std::size_t, Slot> input_cells_;

  std::vector<Node> nodes_;
  std::vector<Fragment> fragments_;
  std::vector<NodeId> agenda_;  // asked for, not yet made
  std::vector<NodeId> order_;   // made, every one after what it needs
  std::vector<NodeId> needs_;   // of the node at work
  NodeId at_work_ = kNoNode;

  std::vector<program::Stock> stocks_;
  std::vector<program::Memory> memories_;
  std::optional<std::size_t> clock_, counter_;        // memory of held_time, stock of steps_done
  std::vector<double> lengths_;                       // of each step, where they differ
  std::optional<CellRef> clock_cell_;                 // TIME STEP, while they are being found
  std::map<Slot, std::size_t> held_stocks_;           // the memory of held_stock
  std::map<std::size_t, Queue> queues_;               // by cell among all
  std::map<std::size_t, std::vector<Shift>> shifts_;  // by stock among all cells
  std::vector<program::Table> tables_;
  std::map<std::pair<const void*, int>, std::uint32_t> table_numbers_;
  std::map<std::size_t, DataPoints> data_points_;  // by cell among all
  std::map<std::tuple<NodeId, std::size_t, Slot, World>, Slot> worked_out_;
  std::map<std::string, std::uint32_t> streams_;
  std::map<std::uint32_t, std::string> stream_owners_;
  // The results of one vector function, by call, first cell and world.
  std::map<std::pair<const model::Call*, std::pair<std::size_t, World>>, Slot> shares_;
};

}  // namespace sluice::lower
