#include "execute/strips/strip_rows.h"

#include <algorithm>

namespace sluice::execute {

using program::Slot;

namespace {

constexpr std::uint32_t kAlways = 0xffffffffU;
// Loops write whole vectors: what lies behind a strip belongs to it.
constexpr std::uint32_t kVector = 8;

std::uint32_t whole_vectors(std::size_t numbers) {
  return (static_cast<std::uint32_t>(numbers) + kVector - 1) / kVector * kVector;
}

}  // namespace

void StripRows::keep(std::span<const Slot> slots) {
  for (std::uint32_t i = 0; i < slots.size(); ++i) row_of_[slots[i]] = count_ + i;
  count_ += whole_vectors(slots.size());
}

void StripRows::give(const std::vector<SlotOp>& ops, const Strips& strips,
                     const std::vector<Slot>& at_end, const std::vector<bool>& kept) {
  note_uses(ops, strips, at_end, kept);
  for (std::uint32_t i = 0; i < strips.count(); ++i) {
    lend(ops, strips.at(i), loans_[i]);
    // Only now: results do not lie where operands are still read from.
    for (const std::uint32_t op : strips.at(i))
      for (const Slot slot : ops[op].reads)
        if (strip_of_[slot] != 0 && loans_[strip_of_[slot] - 1].last_use == i)
          take_back(loans_[strip_of_[slot] - 1]);
    if (loans_[i].last_use == i) take_back(loans_[i]);
  }
  for (Loan& loan : loans_)
    if (loan.last_use == strips.count()) take_back(loan);
}

void StripRows::note_uses(const std::vector<SlotOp>& ops, const Strips& strips,
                          const std::vector<Slot>& at_end, const std::vector<bool>& kept) {
  std::ranges::fill(strip_of_, 0U);
  loans_.assign(strips.count(), {});
  const auto use = [&](Slot slot, std::uint32_t when) {
    if (strip_of_[slot] == 0) return;
    std::uint32_t& last_use = loans_[strip_of_[slot] - 1].last_use;
    last_use = std::max(last_use, when);
  };
  for (std::uint32_t i = 0; i < strips.count(); ++i) {
    loans_[i].last_use = i;
    for (const std::uint32_t op : strips.at(i)) {
      for (const Slot slot : ops[op].reads) use(slot, i);
      for (const Slot slot : ops[op].writes) strip_of_[slot] = i + 1;
      for (const Slot slot : ops[op].writes)
        if (kept[slot]) loans_[i].last_use = kAlways;
    }
  }
  for (const Slot slot : at_end) use(slot, static_cast<std::uint32_t>(strips.count()));
}

void StripRows::lend(const std::vector<SlotOp>& ops, std::span<const std::uint32_t> strip,
                     Loan& loan) {
  std::size_t numbers = 0;
  for (const std::uint32_t op : strip) numbers += ops[op].writes.size();
  loan.size = whole_vectors(numbers);
  std::vector<std::uint32_t>& free = free_[loan.size];
  if (free.empty()) {
    loan.first = count_;
    count_ += loan.size;
  } else {
    loan.first = free.back();
    free.pop_back();
  }
  std::uint32_t row = loan.first;
  for (const std::uint32_t op : strip)
    for (const Slot slot : ops[op].writes) row_of_[slot] = row++;
}

void StripRows::take_back(Loan& loan) {
  if (loan.size == 0) return;
  free_[loan.size].push_back(loan.first);
  loan.size = 0;
}

}  // namespace sluice::execute
