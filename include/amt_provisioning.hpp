/// C++17 over amt_provisioning.h; header only, nothing to link but the C library. Include this file, not its parts.
///
///     #include <amt_provisioning.hpp>
///
///     auto bag = amtp::bag::make().value();
///     bag.read(amtp::bytes_of(chain)).value();
///     auto const prepared = amtp::prepared::make(bag).value();
///     auto facts = amtp::facts::make().value();
///     facts.set_release("16.1.30.2269").value();
///     auto const device = amtp::device::make(facts).value();
///     auto const report = amtp::report::make(prepared, device, now).value();
///     for (auto const &rule : report.rules()) {
///         std::cout << rule.id << ": " << rule.seen() << '\n';
///     }
///
/// Handles are move-only and free what they own; one that was moved from may only be assigned to or destroyed: it
/// answers `AMTP_ERR_NULL`, and 0 where numbers are asked for. A call that can fail returns a `result`. The only
/// exceptions are that of its `value()`, for those who ask for it, and `std::bad_alloc`. Member functions that are
/// const may be called by several threads at once. Numbers (`AMTP_OUTCOME_...`, `AMTP_FACT_...`) are those of the C
/// header, which also documents every call; `get()` leads to what is not wrapped here: the server's side of HTTP Digest,
/// when devices send Hellos and where they look for their server, HTTP without its exchange.
#ifndef AMT_PROVISIONING_HPP
#define AMT_PROVISIONING_HPP

#include "amt_provisioning/accounts.hpp"
#include "amt_provisioning/agent.hpp"
#include "amt_provisioning/digest_client.hpp"
#include "amt_provisioning/exchange.hpp"
#include "amt_provisioning/hash.hpp"
#include "amt_provisioning/hello.hpp"
#include "amt_provisioning/judgement.hpp"
#include "amt_provisioning/session.hpp"
#include "amt_provisioning/settings.hpp"

#endif // AMT_PROVISIONING_HPP
