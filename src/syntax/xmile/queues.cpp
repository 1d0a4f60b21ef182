// Queues (OASIS XMILE 1.0, 3.7.3): a queue gives all that it holds to its first outflow, where
// nothing downstream limits it; what a conveyor does not take goes to the next outflow, or stays.
#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/maker.h"

namespace sluice::syntax::xmile {

namespace {

// Batches that a queue tells apart; what comes in beyond them joins the last one.
constexpr std::size_t kMostBatches = 64;

const Variable* conveyor_of(const std::vector<const Variable*>& targets) {
  for (const Variable* stock : targets) {
    if (stock->conveyor) return stock;
  }
  return nullptr;
}

}  // namespace

void EquationWriter::prepare_queue(const Variable& queue) {
  if (!list_is_short(queue)) {
    listed_[&queue] = number(0, queue.name_span);  // told already
    return;
  }
  if (const auto* nodes = start_list(queue)) {
    Translator translator = translator_for(queue, {});
    Expr held = translator.translate(nodes->front());
    for (std::size_t i = 1; i < nodes->size(); ++i) {
      held = binary(BinaryOp::add, std::move(held), translator.translate((*nodes)[i]),
                    queue.name_span);
    }
    listed_[&queue] = std::move(held);
  }
  const auto& flows = outflows_[&queue];
  const Variable* conveyor = flows.empty() ? nullptr : conveyor_of(enters_[flows[0]]);
  const bool whole = conveyor != nullptr && conveyor->conveyor->batch_integrity;
  const bool front = conveyor != nullptr && conveyor->conveyor->one_at_a_time;
  if (front) return write_batches(queue, *conveyor);
  if (whole) {
    refuse(conveyor->conveyor->span,
           format("\"{}\" takes several whole batches out of the queue \"{}\"",
                  conveyor->local_name, queue.local_name),
           "whole batches are read one at a time only",
           "write one_at_a_time=\"true\" into <conveyor>");
    return;
  }
  Translator translator =
      translator_for(queue, std::vector<std::optional<std::size_t>>(queue.axes.size()));
  const Span span = queue.name_span;
  Expr rest = binary(BinaryOp::divide, translator.refer_to(queue, span), time_step(span), span);
  for (const Variable* flow : flows) {
    Expr taken = rest;
    for (const Variable* stock : enters_[flow]) {
      const bool admits = stock->conveyor || stock->oven;
      if (admits) taken = entering(*flow, *stock, translator, std::move(taken));
    }
    Expr out = translator.hide("out", std::move(taken), queue.axes, span);
    driven_[flow] = std::get<Reference>(out.node).name;
    rest = binary(BinaryOp::subtract, std::move(rest), std::move(out), span);
  }
}

// The batches of a queue in places, each a memory of one step. An empty first place makes all move
// up; what comes in takes the first free one.
struct EquationWriter::Batches {
  EquationWriter& writer;
  const Variable& queue;
  const Variable& conveyor;
  Maker make;
  std::vector<std::string> held, moved;
  Expr out, blocked;  // what the conveyor takes; 1 where it holds some of the front batch back

  void write() {
    for (std::size_t i = 0; i < kMostBatches; ++i) {
      held.push_back(make.name("batch"));
      moved.push_back(make.name("batch moved"));
    }
    give();
    overflow();
    move_up();
    take_in();
  }

  void give() {
    const Expr batch = make.over(make.at(held[0]), make.step());
    const Variable& flow = *writer.outflows_[&queue][0];
    Expr taken = writer.entering(flow, conveyor, make.translator, batch);
    if (conveyor.conveyor->batch_integrity) {
      Expr fits = make.at_most(batch, taken);
      taken = make.choose(std::move(fits), batch, make.zero());
    }
    out = make.keep("out", std::move(taken));
    writer.driven_[&flow] = name_of(out);
    blocked = make.keep("blocked", make.below(out, batch));
  }

  // The first overflow takes all the rest.
  void overflow() {
    const auto& flows = writer.outflows_[&queue];
    for (std::size_t i = 1; i < flows.size(); ++i) {
      Expr content = make.over(make.translator.refer_to(queue, make.span), make.step());
      Expr rest = make.choose(blocked, make.minus(std::move(content), out), make.zero());
      Expr over = make.keep("over", i == 1 ? std::move(rest) : make.zero());
      writer.driven_[flows[i]] = name_of(over);
    }
  }

  void move_up() {
    const Expr first =
        make.keep("batch left", make.minus(make.at(held[0]), make.times(out, make.step())));
    const Expr emptied = make.at_most(first, make.zero());
    const bool drains = writer.outflows_[&queue].size() > 1;
    for (std::size_t i = 0; i < kMostBatches; ++i) {
      Expr next = i + 1 < kMostBatches ? make.at(held[i + 1]) : make.zero();
      Expr place = make.choose(emptied, std::move(next), i == 0 ? first : make.at(held[i]));
      if (drains) place = make.choose(blocked, make.zero(), std::move(place));
      make.set(moved[i], std::move(place));
    }
  }

  void take_in() {
    Expr inflow = make.zero();
    for (const Variable* flow : writer.inflows_[&queue]) {
      inflow = make.plus(std::move(inflow), make.translator.refer_to(*flow, make.span));
    }
    inflow = make.keep("inflow", make.times(std::move(inflow), make.step()));
    for (std::size_t i = 0; i < kMostBatches; ++i) {
      const bool last = i + 1 == kMostBatches;
      Expr is_free = last ? number(1, make.span) : make.at_most(make.at(moved[i]), make.zero());
      if (i > 0) {
        is_free = make.both(std::move(is_free), make.below(make.zero(), make.at(moved[i - 1])));
      }
      Expr next =
          make.plus(make.at(moved[i]), make.choose(std::move(is_free), inflow, make.zero()));
      Expr start = make.zero();
      const auto* batches = writer.start_list(queue);
      if (batches != nullptr && i < batches->size()) {
        start = make.translator.translate((*batches)[i]);
      } else if (i == 0) {
        start = call_of("initial", make.span, make.translator.refer_to(queue, make.span));
      }
      make.set(held[i], make.a_step_ago(std::move(next), std::move(start)));
    }
  }
};

bool EquationWriter::takes_batches(const Variable& queue, const Variable& conveyor) {
  const auto& flows = outflows_[&queue];
  whole_.written_out += kMostBatches;
  if (whole_.written_out > kMostWrittenOut) {
    return refuse(queue.name_span, "there are too many queues",
                  "the batches of each are written out one by one", "");
  }
  const auto* batches = start_list(queue);
  if (batches != nullptr && batches->size() > kMostBatches) {
    return refuse(
        queue.name_span,
        format("the queue \"{}\" starts with {} batches", queue.local_name, batches->size()),
        format("{} of a queue are told apart", kMostBatches), "");
  }
  for (std::size_t i = 1; i < flows.size(); ++i) {
    if (flows[i]->overflow && conveyor_of(enters_[flows[i]]) == nullptr) continue;
    return refuse(
        flows[i]->name_span,
        format("\"{}\" is a second way out of the queue \"{}\"", flows[i]->local_name,
               queue.local_name),
        format("\"{}\" takes batches from it one at a time; beside it only overflows to stocks "
               "and clouds are read",
               conveyor.local_name),
        "mark it <overflow/>, or write one_at_a_time=\"false\" into the <conveyor>");
  }
  return true;
}

void EquationWriter::write_batches(const Variable& queue, const Variable& conveyor) {
  if (!takes_batches(queue, conveyor)) return;
  Translator translator =
      translator_for(queue, std::vector<std::optional<std::size_t>>(queue.axes.size()));
  Batches{*this, queue, conveyor, Maker{translator, queue.axes, queue.name_span}, {}, {}, {}, {}}
      .write();
}

}  // namespace sluice::syntax::xmile
