#include "app/program.h"
#include "execute/jit/beside.h"

int main(int count, char** words) {
  const int status = sluice::app::run_program({words + 1, words + (count > 0 ? count : 1)});
  sluice::execute::end_beside(status);
  return status;
}
