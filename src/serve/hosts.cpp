#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cctype>

#include "serve/http.h"

namespace sluice::serve {
namespace {

using boost::asio::ip::address;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return lower;
}

// "[::1]:8080" -> "::1", "localhost:8080" -> "localhost". Empty where it is no host.
std::string without_port(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end == std::string_view::npos ? "" : std::string(host.substr(1, end - 1));
  }
  return lower_case(host.substr(0, host.find(':')));
}

}  // namespace

bool is_loopback(std::string_view host) {
  if (lower_case(host) == "localhost") return true;
  boost::system::error_code error;
  const auto found = boost::asio::ip::make_address(std::string(host), error);
  return !error && found.is_loopback();
}

bool accepts_host(const Listening& listening, std::string_view host) {
  const std::string name = without_port(host);
  if (is_loopback(name)) return true;
  const auto same = [&](const std::string& known) { return lower_case(known) == name; };
  if (std::ranges::any_of(listening.names, same)) return true;
  if (is_loopback(listening.host)) return false;
  boost::system::error_code error;
  boost::asio::ip::make_address(name, error);
  return !error;
}

bool accepts_origin(std::string_view origin, std::string_view host) {
  constexpr std::string_view kScheme = "http://";
  if (origin.empty()) return true;
  return origin.starts_with(kScheme) &&
         lower_case(origin.substr(kScheme.size())) == lower_case(host);
}

}  // namespace sluice::serve
