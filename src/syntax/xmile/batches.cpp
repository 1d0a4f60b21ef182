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

void EquationWriter::prepare_queue(const Variable& queue) {
  Translator translator =
      translator_for(queue, std::vector<std::optional<std::size_t>>(queue.axes.size()));
  const Span span = queue.name_span;
  Expr rest = binary(BinaryOp::divide, translator.refer_to(queue, span), time_step(span), span);
  for (const Variable* flow : outflows_[&queue]) {
    const auto targets = enters_.find(flow);
    Expr taken = rest;
    if (targets != enters_.end()) {
      for (const Variable* stock : targets->second) {
        const bool batches =
            stock->conveyor && (stock->conveyor->one_at_a_time || stock->conveyor->batch_integrity);
        if (batches && !by_batches(queue, *stock)) return;
        const bool admits = stock->conveyor || stock->oven;
        if (admits) taken = entering(*flow, *stock, translator, std::move(taken));
      }
    }
    Expr out = translator.hide("out", std::move(taken), queue.axes, span);
    driven_[flow] = std::get<Reference>(out.node).name;
    rest = binary(BinaryOp::subtract, std::move(rest), std::move(out), span);
  }
}

// Which batch is the front one is not kept: a conveyor that takes whole batches cannot be read.
bool EquationWriter::by_batches(const Variable& queue, const Variable& conveyor) {
  return refuse(
      conveyor.conveyor->span,
      format("\"{}\" takes batches out of the queue \"{}\"", conveyor.local_name, queue.local_name),
      "here a queue gives as much as fits, whatever it came in",
      "write one_at_a_time=\"false\" batch_integrity=\"false\" into <conveyor>");
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
