#include "app/program.h"

int main(int count, char** words) {
  return sluice::app::run_program({words + 1, words + (count > 0 ? count : 1)});
}
