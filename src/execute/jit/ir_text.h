// LLVM IR as text, one instruction at a time: vectors of doubles, masks and whole numbers. Values
// are the names of IR values ("%12"); nothing is computed here.
//
// No instruction carries a fast-math flag, so LLVM may neither contract nor reorder: each floating
// point instruction is one IEEE operation, rounded to nearest even.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sluice::execute {

using IrValue = std::string;

class IrText {
 public:
  // Vectors hold `width` numbers: 8 or 4.
  explicit IrText(unsigned width);

  unsigned width() const { return width_; }
  const std::string& text() const { return text_; }
  std::string_view numbers() const { return numbers_; }  // the type: <8 x double>

  // One number in every lane.
  IrValue constant(double value) const;
  IrValue splat(const IrValue& number);
  // Memory: `pointer` is a double*, `offset` counts doubles.
  IrValue load_number(std::string_view pointer, std::size_t offset);  // does not change in a step
  IrValue load(std::string_view pointer, std::size_t offset, bool changes);
  void store(const IrValue& value, std::string_view pointer, std::size_t offset);

  // fadd, fsub, fmul, fdiv.
  IrValue arithmetic(std::string_view name, const IrValue& a, const IrValue& b);
  IrValue negated(const IrValue& a);
  IrValue fabs(const IrValue& a) { return intrinsic("fabs", a); }
  IrValue sqrt(const IrValue& a) { return intrinsic("sqrt", a); }
  IrValue trunc(const IrValue& a) { return intrinsic("trunc", a); }

  // Masks: one bit a lane. `how` as in fcmp: olt, ole, oeq, une, uno ...
  IrValue compare(std::string_view how, const IrValue& a, const IrValue& b);
  IrValue both(const IrValue& a, const IrValue& b);
  IrValue either(const IrValue& a, const IrValue& b);
  IrValue inverse(const IrValue& mask);
  IrValue choose(const IrValue& mask, const IrValue& yes, const IrValue& no);

  // Places in a table: whole numbers, one a lane.
  IrValue whole(std::int64_t value) const;
  IrValue shifted(const IrValue& places, std::int64_t by);
  IrValue moved_on(const IrValue& places, const IrValue& mask, std::int64_t by);  // + by where mask
  // The numbers at `places` of a table that starts at `offset` of `pointer`.
  IrValue pick(std::string_view pointer, std::size_t offset, std::size_t count,
               const IrValue& places);

  // Entry `number` of a table of functions of vectors, called on one or two of them.
  IrValue call_entry(std::string_view table, std::size_t number,
                     std::span<const IrValue> arguments);
  void line(std::string_view instruction);
  IrValue define(std::string_view instruction);

 private:
  IrValue intrinsic(std::string_view name, const IrValue& a);
  IrValue address(std::string_view pointer, std::size_t offset);

  unsigned width_;
  std::string numbers_, wholes_, masks_;  // types
  std::string text_;
  std::size_t next_ = 0;
};

// The declarations of all intrinsics that the text may use, and the meaning of !0.
std::string ir_prelude(unsigned width);

}  // namespace sluice::execute
