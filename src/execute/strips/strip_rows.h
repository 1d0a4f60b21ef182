// Gives neighbouring rows to the results of each strip.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "execute/strips/strips.h"

namespace sluice::execute {

class StripRows {
 public:
  // Fills `row_of`, by slot.
  explicit StripRows(std::vector<std::uint32_t>& row_of)
      : row_of_(row_of), strip_of_(row_of.size()) {}

  // Neighbouring rows, for the whole run.
  void keep(std::span<const program::Slot> slots);
  // One section. `at_end` says which slots are read after its last op; `kept`, by slot, what no
  // other strip may overwrite afterwards. Rows that are read no more are given out again.
  void give(const std::vector<SlotOp>& ops, const Strips& strips,
            const std::vector<program::Slot>& at_end, const std::vector<bool>& kept);
  std::uint32_t count() const { return count_; }

 private:
  struct Loan {
    std::uint32_t first = 0, size = 0, last_use = 0;
  };
  void note_uses(const std::vector<SlotOp>& ops, const Strips& strips,
                 const std::vector<program::Slot>& at_end, const std::vector<bool>& kept);
  void lend(const std::vector<SlotOp>& ops, std::span<const std::uint32_t> strip, Loan& loan);
  void take_back(Loan& loan);

  std::vector<std::uint32_t>& row_of_;
  std::vector<std::uint32_t> strip_of_;  // by slot: in the section at hand, from 1
  std::vector<Loan> loans_;              // by strip
  std::map<std::uint32_t, std::vector<std::uint32_t>> free_;  // by size
  std::uint32_t count_ = 0;
};

}  // namespace sluice::execute
