// FIND MARKET PRICE, DEMAND AT PRICE and SUPPLY AT PRICE: demand and supply that both follow a
// price, by the same curves as allocation (allocate.h). Source: Vensim reference manual, Allocation
// Functions: Many-to-many Allocation.
#pragma once

#include <span>

namespace sluice::program {

// A quantity and its profile: five numbers (quantity, type, priority, width, extra). Demand falls
// with the price as allocate.h says; supply is what demand of the same curve leaves: it rises from
// nothing to the whole quantity. A fixed quantity stands at every price, also at one that is none.
double quantity_at_price(bool supply, double price, std::span<const double> quantity_and_profile);

// The price at which the first `demanders` of the entries (five numbers each) ask for as much as
// the others supply: the middle of the range where several prices do. Where even the lowest price
// that the curves reach to is supplied more than is asked for, it is that one, and the highest
// where more is asked for there; :NA: where all quantities are fixed, NaN where a number is none.
double market_price(double demanders, std::span<const double> entries);

}  // namespace sluice::program
