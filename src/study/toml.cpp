#define TOML_IMPLEMENTATION
#include "study/toml.h"
