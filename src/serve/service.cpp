#include "serve/service.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "serve/routes.h"
#include "serve/studio.h"

namespace sluice::serve {
namespace {

// Looks at the files twice a second, on a thread of its own: reading a study takes a moment.
class Watcher {
 public:
  explicit Watcher(Studio& studio)
      : thread_([&studio](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any wake;
          std::unique_lock lock(mutex);
          while (!stop.stop_requested()) {
            wake.wait_for(lock, stop, std::chrono::milliseconds(500), [] { return false; });
            if (!stop.stop_requested()) studio.look();
          }
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace

Diagnostics serve(const Serving& serving, const std::atomic<bool>& stop, const Ready& ready) {
  auto studio = Studio::open(serving.folder);
  if (!studio.value) return studio.diagnostics;
  auto routes = std::make_unique<Routes>(**studio.value, is_loopback(serving.listening.host));
  auto server = HttpServer::listen(
      serving.listening, [&routes](const Request& request, const std::shared_ptr<Reply>& reply) {
        routes->handle(request, reply);
      });
  if (!server.value) return server.diagnostics;
  const Watcher watcher(**studio.value);
  ready((*server.value)->port(), studio.diagnostics);
  (*server.value)->run(stop);
  routes.reset();  // its jobs hold connections of the server
  return {};
}

}  // namespace sluice::serve
