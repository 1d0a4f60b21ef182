// Queues (OASIS XMILE 1.0, 3.7.3) and ovens (isee's, no part of the standard).
//
// A queue gives all that it holds to its first outflow, where nothing downstream limits it; what a
// conveyor does not take goes to the next outflow, or stays. An oven opens its door, fills until it
// is full or its fill time is over, cooks for its cook time with the door closed, gives all out in
// one step, and stays empty for its clean time.
#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"

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

// A conveyor that takes the front batch only, in each step: the batches lie in places, each a
// memory of one step. An empty first place makes all move up; what comes in takes the first free
// one.
void EquationWriter::write_batches(const Variable& queue, const Variable& conveyor) {
  const auto& flows = outflows_[&queue];
  const Span span = queue.name_span;
  whole_.written_out += kMostBatches;
  if (whole_.written_out > kMostWrittenOut) {
    refuse(span, "there are too many queues", "the batches of each are written out one by one", "");
    return;
  }
  for (std::size_t i = 1; i < flows.size(); ++i) {
    if (flows[i]->overflow && conveyor_of(enters_[flows[i]]) == nullptr) continue;
    refuse(flows[i]->name_span,
           format("\"{}\" is a second way out of the queue \"{}\"", flows[i]->local_name,
                  queue.local_name),
           format("\"{}\" takes batches from it one at a time; beside it only overflows to stocks "
                  "and clouds are read",
                  conveyor.local_name),
           "mark it <overflow/>, or write one_at_a_time=\"false\" into the <conveyor>");
    return;
  }
  Translator translator =
      translator_for(queue, std::vector<std::optional<std::size_t>>(queue.axes.size()));
  const Expr step = time_step(span), zero = number(0, span);
  std::vector<std::string> held, moved;
  for (std::size_t i = 0; i < kMostBatches; ++i) {
    held.push_back(translator.hidden_name("batch"));
    moved.push_back(translator.hidden_name("batch moved"));
  }
  const auto hidden = [&](const std::string& name) {
    return translator.reference_to(name, queue.axes, span);
  };
  const auto choose = [&](Expr condition, Expr yes, Expr no) {
    return call_of("if_then_else", span, std::move(condition), std::move(yes), std::move(no));
  };
  const Expr batch = binary(BinaryOp::divide, hidden(held[0]), step, span);
  Expr taken = entering(*flows[0], conveyor, translator, batch);
  if (conveyor.conveyor->batch_integrity) {
    Expr fits = binary(BinaryOp::less_equal, batch, taken, span);
    taken = choose(std::move(fits), batch, zero);
  }
  const Expr out = translator.hide("out", std::move(taken), queue.axes, span);
  driven_[flows[0]] = std::get<Reference>(out.node).name;
  const Expr blocked =
      translator.hide("blocked", binary(BinaryOp::less, out, batch, span), queue.axes, span);
  Expr rest =
      binary(BinaryOp::subtract,
             binary(BinaryOp::divide, translator.refer_to(queue, span), step, span), out, span);
  for (std::size_t i = 1; i < flows.size(); ++i) {
    Expr over =
        translator.hide("over", i == 1 ? choose(blocked, rest, zero) : zero, queue.axes, span);
    driven_[flows[i]] = std::get<Reference>(over.node).name;
  }
  Expr inflow = zero;
  for (const Variable* flow : inflows_[&queue]) {
    inflow = binary(BinaryOp::add, std::move(inflow), translator.refer_to(*flow, span), span);
  }
  inflow = translator.hide("inflow", binary(BinaryOp::multiply, std::move(inflow), step, span),
                           queue.axes, span);
  const Expr first = translator.hide("batch left",
                                     binary(BinaryOp::subtract, hidden(held[0]),
                                            binary(BinaryOp::multiply, out, step, span), span),
                                     queue.axes, span);
  const Expr emptied = binary(BinaryOp::less_equal, first, zero, span);
  const bool drains = flows.size() > 1;
  for (std::size_t i = 0; i < kMostBatches; ++i) {
    Expr next = i + 1 < kMostBatches ? hidden(held[i + 1]) : zero;
    Expr place = choose(emptied, std::move(next), i == 0 ? first : hidden(held[i]));
    if (drains) place = choose(blocked, zero, std::move(place));
    translator.hide_as(moved[i], std::move(place), queue.axes, span);
  }
  for (std::size_t i = 0; i < kMostBatches; ++i) {
    Expr is_free = binary(BinaryOp::less_equal, hidden(moved[i]), zero, span);
    if (i + 1 == kMostBatches) is_free = number(1, span);
    if (i > 0) {
      Expr before = binary(BinaryOp::less, zero, hidden(moved[i - 1]), span);
      is_free = binary(BinaryOp::logical_and, std::move(is_free), std::move(before), span);
    }
    Expr next =
        binary(BinaryOp::add, hidden(moved[i]), choose(std::move(is_free), inflow, zero), span);
    Expr start = i == 0 ? call_of("initial", span, translator.refer_to(queue, span)) : zero;
    translator.hide_as(held[i],
                       call_of("delay_fixed", span, std::move(next), step, std::move(start)),
                       queue.axes, span);
  }
}

// Two clocks that count down: of cooking (from cook time + DT to DT, when the oven gives out) and
// of cleaning; one that counts up while the oven fills.
void EquationWriter::prepare_oven(const Variable& oven) {
  Translator translator =
      translator_for(oven, std::vector<std::optional<std::size_t>>(oven.axes.size()));
  const Span span = oven.name_span;
  const Oven& settings = *oven.oven;
  if (!settings.cook_time || settings.arrest || outflows_[&oven].size() != 1) {
    refuse(settings.span,
           settings.arrest ? format("the oven \"{}\" may be arrested", oven.local_name)
           : settings.cook_time
               ? format("the oven \"{}\" has {} outflows", oven.local_name, outflows_[&oven].size())
               : format("the oven \"{}\" has no cook time", oven.local_name),
           settings.arrest ? "only ovens that go on are read" : "", "");
    return;
  }
  const auto hidden = [&](const std::string& name) {
    return translator.reference_to(name, oven.axes, span);
  };
  const auto held = [&](const std::string& name, const std::string& next) {
    translator.hide_as(name,
                       call_of("delay_fixed", span, hidden(next), time_step(span), number(0, span)),
                       oven.axes, span);
  };
  const Expr step = time_step(span), half = binary(BinaryOp::divide, step, number(2, span), span);
  const std::string cooking = translator.hidden_name("cooking"),
                    cooking_next = translator.hidden_name("cooking next"),
                    cleaning = translator.hidden_name("cleaning"),
                    cleaning_next = translator.hidden_name("cleaning next"),
                    filling = translator.hidden_name("filling"),
                    filling_next = translator.hidden_name("filling next"),
                    door = translator.hidden_name("door"), out = translator.hidden_name("out");
  held(cooking, cooking_next);
  held(cleaning, cleaning_next);
  held(filling, filling_next);
  const auto is_over = [&](const std::string& clock) {
    return binary(BinaryOp::less, hidden(clock), half, span);
  };
  translator.hide_as(door, binary(BinaryOp::logical_and, is_over(cooking), is_over(cleaning), span),
                     oven.axes, span);
  const auto choose = [&](Expr condition, Expr yes, Expr no) {
    return call_of("if_then_else", span, std::move(condition), std::move(yes), std::move(no));
  };
  // The last step of cooking.
  const auto gives = [&] {
    Expr last =
        binary(BinaryOp::less, hidden(cooking), binary(BinaryOp::add, step, half, span), span);
    Expr on = binary(BinaryOp::less, half, hidden(cooking), span);
    return binary(BinaryOp::logical_and, std::move(on), std::move(last), span);
  };
  translator.hide_as(
      out,
      choose(gives(), binary(BinaryOp::divide, translator.refer_to(oven, span), step, span),
             number(0, span)),
      oven.axes, span);
  driven_[outflows_[&oven][0]] = out;
  door_[&oven] = door;
  Expr content = translator.refer_to(oven, span);
  for (const Variable* flow : inflows_[&oven]) {
    content =
        binary(BinaryOp::add, std::move(content),
               binary(BinaryOp::multiply, translator.refer_to(*flow, span), step, span), span);
  }
  content = translator.hide("content", std::move(content), oven.axes, span);
  // Filled for so long after this step, counted from the first step with something in.
  translator.hide_as(filling_next,
                     choose(binary(BinaryOp::logical_and, hidden(door),
                                   binary(BinaryOp::less, number(0, span), content, span), span),
                            binary(BinaryOp::add, hidden(filling), step, span), number(0, span)),
                     oven.axes, span);
  Expr closes = number(0, span);
  if (settings.capacity) {
    Expr nearly = binary(BinaryOp::multiply, expression(*settings.capacity, translator),
                         number(1 - 1e-12, span), span);
    closes = binary(BinaryOp::less_equal, std::move(nearly), content, span);
  }
  if (settings.fill_time) {
    Expr over =
        binary(BinaryOp::less_equal,
               binary(BinaryOp::subtract, expression(*settings.fill_time, translator), half, span),
               hidden(filling_next), span);
    closes = binary(BinaryOp::logical_or, std::move(closes), std::move(over), span);
  }
  if (!settings.capacity && !settings.fill_time) closes = number(1, span);
  Expr something = binary(BinaryOp::less, number(0, span), content, span);
  closes = binary(BinaryOp::logical_and, std::move(closes), std::move(something), span);
  closes = binary(BinaryOp::logical_and, hidden(door), std::move(closes), span);
  Expr counted = call_of("max", span, binary(BinaryOp::subtract, hidden(cooking), step, span),
                         number(0, span));
  translator.hide_as(
      cooking_next,
      choose(std::move(closes),
             binary(BinaryOp::add, expression(*settings.cook_time, translator), step, span),
             std::move(counted)),
      oven.axes, span);
  Expr clean = settings.clean_time ? expression(*settings.clean_time, translator) : number(0, span);
  Expr less = call_of("max", span, binary(BinaryOp::subtract, hidden(cleaning), step, span),
                      number(0, span));
  translator.hide_as(cleaning_next, choose(gives(), std::move(clean), std::move(less)), oven.axes,
                     span);
}

}  // namespace sluice::syntax::xmile
