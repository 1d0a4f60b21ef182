// toml++ as this folder uses it: compiled once (toml.cpp), no exceptions.
#pragma once

#define TOML_HEADER_ONLY 0
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// Version 3.3 asserts that a dotted key goes on with a key character, and then checks it and
// reports an error where it does not: the assertion would stop the program at a user's slip of the
// pen. Damaged texts are tested under sanitizers (torn_texts_test.cpp).
#define TOML_ASSERT(condition) static_assert(true)
#include <toml++/toml.h>
