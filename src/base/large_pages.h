// Memory that is about to be written for the first time, by the megabyte.
#pragma once

#include <cstddef>
#include <vector>

namespace sluice {

// Asks the system for large pages there: it then has to make a few hundred times fewer of them.
// Nothing happens where it has none.
void prefer_large_pages(void* from, std::size_t bytes);

// So many zeros.
std::vector<double> many_zeros(std::size_t count);

}  // namespace sluice
