// Ovens (isee's, no part of the standard): an oven opens its door, fills until it is full or its
// fill time is over, cooks for its cook time with the door closed, gives all out in one step, and
// stays empty for its clean time. While it is arrested nothing enters or leaves, and its clocks
// stand.
#include "base/format.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/maker.h"

namespace sluice::syntax::xmile {

// Two clocks that count down: of cooking (from cook time + DT to DT, when the oven gives out) and
// of cleaning; one that counts up while the oven fills.
struct EquationWriter::Clocks {
  EquationWriter& writer;
  const Variable& oven;
  Maker make;
  std::string cooking, cleaning, filling, filling_next, door;
  Expr content;               // at the end of the step
  std::optional<Expr> moves;  // 1 where the oven is not arrested; nothing where it never is

  void write() {
    cooking = make.name("cooking");
    cleaning = make.name("cleaning");
    filling = make.name("filling");
    filling_next = make.name("filling next");
    door = make.name("door");
    if (oven.oven->arrest) {
      Expr goes = binary(BinaryOp::equal, writer.expression(*oven.oven->arrest, make.translator),
                         make.zero(), make.span);
      moves = make.keep("moves", std::move(goes));
    }
    make.set(door, while_it_moves(make.both(is_over(cooking), is_over(cleaning))));
    writer.door_[&oven] = door;
    give_out();
    fill();
    cook();
    clean();
  }

  Expr is_over(const std::string& clock) const {
    return make.below(make.at(clock), make.half_step());
  }
  Expr while_it_moves(Expr condition) const {
    return moves ? make.both(*moves, std::move(condition)) : std::move(condition);
  }
  // A clock that stands while the oven is arrested.
  Expr goes_on(const std::string& clock, Expr next) const {
    return moves ? make.choose(*moves, std::move(next), make.at(clock)) : std::move(next);
  }
  // The last step of cooking.
  Expr gives() const {
    Expr last = make.below(make.at(cooking), make.plus(make.step(), make.half_step()));
    last = make.both(make.below(make.half_step(), make.at(cooking)), std::move(last));
    return while_it_moves(std::move(last));
  }

  void give_out() {
    Expr all = make.over(make.translator.refer_to(oven, make.span), make.step());
    Expr out = make.keep("out", make.choose(gives(), std::move(all), make.zero()));
    writer.driven_[writer.outflows_[&oven][0]] = name_of(out);
  }

  // Counted from the first step with something in.
  void fill() {
    content = make.translator.refer_to(oven, make.span);
    for (const Variable* flow : writer.inflows_[&oven]) {
      Expr more = make.times(make.translator.refer_to(*flow, make.span), make.step());
      content = make.plus(std::move(content), std::move(more));
    }
    content = make.keep("content", std::move(content));
    Expr fills = make.both(make.at(door), make.below(make.zero(), content));
    Expr next =
        make.choose(std::move(fills), make.plus(make.at(filling), make.step()), make.zero());
    make.set(filling_next, goes_on(filling, std::move(next)));
    make.set(filling, make.a_step_ago(make.at(filling_next), make.zero()));
  }

  // Full, or filled for long enough; without either it closes as soon as something is in.
  Expr closes() {
    const Oven& settings = *oven.oven;
    Expr now = number(settings.capacity || settings.fill_time ? 0 : 1, make.span);
    if (settings.capacity) {
      Expr nearly = make.times(writer.expression(*settings.capacity, make.translator),
                               number(1 - 1e-12, make.span));
      now = make.at_most(std::move(nearly), content);
    }
    if (settings.fill_time) {
      Expr time = writer.expression(*settings.fill_time, make.translator);
      Expr over =
          make.at_most(make.minus(std::move(time), make.half_step()), make.at(filling_next));
      now = make.either(std::move(now), std::move(over));
    }
    now = make.both(std::move(now), make.below(make.zero(), content));
    return make.both(make.at(door), std::move(now));
  }

  void cook() {
    Expr time = writer.expression(*oven.oven->cook_time, make.translator);
    Expr next = make.choose(closes(), make.plus(std::move(time), make.step()),
                            make.not_negative(make.minus(make.at(cooking), make.step())));
    next = make.keep("cooking next", goes_on(cooking, std::move(next)));
    make.set(cooking, make.a_step_ago(std::move(next), make.zero()));
  }

  void clean() {
    const auto& settings = oven.oven->clean_time;
    Expr time = settings ? writer.expression(*settings, make.translator) : make.zero();
    Expr next = make.choose(gives(), std::move(time),
                            make.not_negative(make.minus(make.at(cleaning), make.step())));
    next = make.keep("cleaning next", goes_on(cleaning, std::move(next)));
    make.set(cleaning, make.a_step_ago(std::move(next), make.zero()));
  }
};

void EquationWriter::prepare_oven(const Variable& oven) {
  const Oven& settings = *oven.oven;
  const std::size_t ways = outflows_[&oven].size();
  if (!settings.cook_time) {
    refuse(settings.span, format("the oven \"{}\" has no cook time", oven.local_name), "",
           "write <cook_time>...</cook_time> into it");
  } else if (ways != 1) {
    refuse(settings.span, format("the oven \"{}\" has {} outflows", oven.local_name, ways),
           "an oven gives all out at once, by one of them", "");
  } else {
    Translator translator =
        translator_for(oven, std::vector<std::optional<std::size_t>>(oven.axes.size()));
    Clocks{*this, oven, Maker{translator, oven.axes, oven.name_span}, {}, {}, {}, {}, {}, {}, {}}
        .write();
  }
}

}  // namespace sluice::syntax::xmile
