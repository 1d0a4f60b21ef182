#include "execute/jit/ir_text.h"

#include <bit>

#include "base/format.h"

namespace sluice::execute {
namespace {

// A vector constant with the same element everywhere.
std::string repeated(std::string_view element, unsigned width) {
  std::string text = "<";
  for (unsigned i = 0; i < width; ++i) text += (i == 0 ? "" : ", ") + std::string(element);
  return text + ">";
}

constexpr std::size_t kLineOfCache = 8;  // doubles

}  // namespace

IrText::IrText(unsigned width)
    : width_(width),
      numbers_(format("<{} x double>", width)),
      wholes_(format("<{} x i64>", width)),
      masks_(format("<{} x i1>", width)) {}

void IrText::line(std::string_view instruction) {
  text_ += "  ";
  text_ += instruction;
  text_ += '\n';
}

IrValue IrText::define(std::string_view instruction) {
  IrValue name = format("%v{}", next_++);
  text_ += format("  {} = {}\n", name, instruction);
  return name;
}

IrValue IrText::constant(double value) const {
  return repeated(format("double 0x{:016X}", std::bit_cast<std::uint64_t>(value)), width_);
}

IrValue IrText::splat(const IrValue& number) {
  const IrValue first =
      define(format("insertelement {} poison, double {}, i64 0", numbers_, number));
  return define(format("shufflevector {} {}, {} poison, <{} x i32> zeroinitializer", numbers_,
                       first, numbers_, width_));
}

IrValue IrText::address(std::string_view pointer, std::size_t offset) {
  if (offset == 0) return IrValue(pointer);
  return define(format("getelementptr inbounds double, ptr {}, i64 {}", pointer, offset));
}

IrValue IrText::load_number(std::string_view pointer, std::size_t offset) {
  const IrValue from = address(pointer, offset);
  return define(format("load double, ptr {}, align 8, !invariant.load !0", from));
}

IrValue IrText::load(std::string_view pointer, std::size_t offset, bool changes) {
  const IrValue from = address(pointer, offset);
  return define(format("load {}, ptr {}, align {}{}", numbers_, from, 8 * width_,
                       changes ? "" : ", !invariant.load !0"));
}

void IrText::store(const IrValue& value, std::string_view pointer, std::size_t offset) {
  const IrValue to = address(pointer, offset);
  line(format("store {} {}, ptr {}, align {}", numbers_, value, to, 8 * width_));
}

IrValue IrText::arithmetic(std::string_view name, const IrValue& a, const IrValue& b) {
  return define(format("{} {} {}, {}", name, numbers_, a, b));
}

IrValue IrText::negated(const IrValue& a) { return define(format("fneg {} {}", numbers_, a)); }

IrValue IrText::intrinsic(std::string_view name, const IrValue& a) {
  return define(format("call {} @llvm.{}.v{}f64({} {})", numbers_, name, width_, numbers_, a));
}

IrValue IrText::compare(std::string_view how, const IrValue& a, const IrValue& b) {
  return define(format("fcmp {} {} {}, {}", how, numbers_, a, b));
}
IrValue IrText::both(const IrValue& a, const IrValue& b) {
  return define(format("and {} {}, {}", masks_, a, b));
}
IrValue IrText::either(const IrValue& a, const IrValue& b) {
  return define(format("or {} {}, {}", masks_, a, b));
}
IrValue IrText::inverse(const IrValue& mask) {
  return define(format("xor {} {}, {}", masks_, mask, repeated("i1 true", width_)));
}
IrValue IrText::choose(const IrValue& mask, const IrValue& yes, const IrValue& no) {
  return define(format("select {} {}, {} {}, {} {}", masks_, mask, numbers_, yes, numbers_, no));
}

IrValue IrText::whole(std::int64_t value) const {
  return repeated(format("i64 {}", value), width_);
}

IrValue IrText::shifted(const IrValue& places, std::int64_t by) {
  if (by == 0) return places;
  return define(format("add {} {}, {}", wholes_, places, whole(by)));
}
IrValue IrText::moved_on(const IrValue& places, const IrValue& mask, std::int64_t by) {
  const IrValue moved = shifted(places, by);
  return define(
      format("select {} {}, {} {}, {} {}", masks_, mask, wholes_, moved, wholes_, places));
}

// In registers where one instruction picks among 8 or 16 of them, else from memory.
IrValue IrText::pick(std::string_view pointer, std::size_t offset, std::size_t count,
                     const IrValue& places) {
  if (width_ == 8 && count == 8) {
    const IrValue numbers = load(pointer, offset, false);
    return define(
        format("call <8 x double> @llvm.x86.avx512.permvar.df.512(<8 x double> {}, "
               "<8 x i64> {})",
               numbers, places));
  }
  if (width_ == 8 && count == 16) {
    const IrValue low = load(pointer, offset, false);
    const IrValue high = load(pointer, offset + kLineOfCache, false);
    return define(
        format("call <8 x double> @llvm.x86.avx512.vpermi2var.pd.512(<8 x double> {}, "
               "<8 x i64> {}, <8 x double> {})",
               low, places, high));
  }
  const IrValue start = address(pointer, offset);
  const IrValue from =
      define(format("getelementptr double, ptr {}, {} {}", start, wholes_, places));
  return define(format(
      "call {} @llvm.masked.gather.v{}f64.v{}p0(<{} x ptr> {}, i32 8, {} {}, {} "
      "poison)",
      numbers_, width_, width_, width_, from, masks_, repeated("i1 true", width_), numbers_));
}

IrValue IrText::call_entry(std::string_view table, std::size_t number,
                           std::span<const IrValue> arguments) {
  const IrValue entry =
      number == 0 ? IrValue(table)
                  : define(format("getelementptr inbounds ptr, ptr {}, i64 {}", table, number));
  const IrValue function = define(format("load ptr, ptr {}, align 8, !invariant.load !0", entry));
  std::string list;
  for (const IrValue& argument : arguments)
    list += format("{}{} {}", list.empty() ? "" : ", ", numbers_, argument);
  return define(format("call {} {}({}) #1", numbers_, function, list));
}

std::string ir_prelude(unsigned width) {
  const std::string numbers = format("<{} x double>", width);
  std::string text;
  for (const std::string_view name : {"fabs", "sqrt", "trunc"})
    text += format("declare {0} @llvm.{1}.v{2}f64({0})\n", numbers, name, width);
  text +=
      format("declare {0} @llvm.masked.gather.v{1}f64.v{1}p0(<{1} x ptr>, i32, <{1} x i1>, {0})\n",
             numbers, width);
  if (width == 8) {
    text += "declare <8 x double> @llvm.x86.avx512.permvar.df.512(<8 x double>, <8 x i64>)\n";
    text +=
        "declare <8 x double> @llvm.x86.avx512.vpermi2var.pd.512(<8 x double>, <8 x i64>, "
        "<8 x double>)\n";
  }
  text += format(
      "attributes #0 = {{ nounwind \"target-cpu\"=\"x86-64-v{}\" \"tune-cpu\"=\"znver4\" "
      "\"prefer-vector-width\"=\"{}\" }}\n",
      width == 8 ? 4 : 3, 64 * width);
  text += "attributes #1 = { nounwind willreturn memory(none) }\n";
  return text + "!0 = !{}\n";
}

}  // namespace sluice::execute
