// Sessions, as the C tests have them: with a scripted device that does what it is told.
#include "tests.hpp"

#include <amt_provisioning.hpp>

#include <map>

namespace {

constexpr std::int64_t NOW = 1795262400;
constexpr char ROOT[] = "94e4718c013d7a68051856383f32978b7235a92ab18c3a4344cf50615f7bfc2e";

struct world {
    amtp::service_point service = amtp::service_point::make().value();
    amtp::device_settings settings = amtp::device_settings::make().value();
    amtp::moment now{5000, NOW};
    std::map<std::uint64_t, std::string> store{{1, "P@ssw0rd"}};
    std::string password = "admin", next_password, names;
    std::int64_t state = 1, mode = 0;
    std::vector<amtp_operation> asked;
    std::vector<std::string> steps;
    std::size_t presented = 0, restarts = 0;
};

amtp::session begun(const world &w) {
    return amtp::session::in_band(w.service, w.settings, amtp::uuid(), "192.0.2.7", {}, w.now).value();
}

void answer(world &w, amtp::session &session, const amtp::output &call) {
    static const std::string realm = "realm", release = "11.8.50.3425";
    const std::string password = call.account == AMTP_ACCOUNT_STORED ? w.store.at(call.account_reference)
                                 : call.account == AMTP_ACCOUNT_FACTORY ? "admin" : "";
    if (password != w.password) {
        session.failed(w.now, call, AMTP_CALL_FAILURE_REFUSED, AMTP_REFUSAL_WRONG_CREDENTIALS).value();
        return;
    }
    amtp::reply reply;
    switch (call.operation) {
    case AMTP_OPERATION_GET_GENERAL_SETTINGS:
        reply.kind = AMTP_REPLY_KIND_GENERAL_SETTINGS;
        reply.data = amtp::bytes_of(realm);
        break;
    case AMTP_OPERATION_GET_SETUP_SERVICE:
        reply.kind = AMTP_REPLY_KIND_SETUP_SERVICE;
        reply.number = w.state;
        break;
    case AMTP_OPERATION_GET_CONTROL_MODE:
        reply.kind = AMTP_REPLY_KIND_CONTROL_MODE;
        reply.number = w.mode;
        break;
    case AMTP_OPERATION_GET_RELEASE:
        reply.kind = AMTP_REPLY_KIND_RELEASE;
        reply.data = amtp::bytes_of(release);
        break;
    case AMTP_OPERATION_GET_TIME:
        reply.kind = AMTP_REPLY_KIND_TIME;
        reply.number = 1100000000;
        break;
    case AMTP_OPERATION_LIST_ACL_ENTRIES:
        reply.kind = AMTP_REPLY_KIND_ACL_ENTRIES;
        break;
    case AMTP_OPERATION_SET_ADMIN_PASSWORD:
        w.password = w.next_password;
        break;
    default:
        break;
    }
    session.answered(w.now, call, reply).value();
}

/// What an output says, done at once; true if it is to be answered when the session waits.
bool act(world &w, const amtp::session &session, const amtp::output &out, std::uint64_t &reference) {
    switch (out.kind) {
    case AMTP_OUTPUT_KIND_EVENT: {
        auto const event = session.event();
        IS(true, event.has_value());
        if (event->kind == AMTP_EVENT_KIND_STEP) {
            w.steps.emplace_back(event->step);
            IS(w.steps.size(), event->step_number);
        }
        return false;
    }
    case AMTP_OUTPUT_KIND_CONNECT:
        IS(true, session.endpoint()->address == "192.0.2.7");
        if (session.endpoint()->tls) {
            w.presented = session.presented().size();
            IS(true, session.presented()[0].size() > 100);
        }
        return true;
    case AMTP_OUTPUT_KIND_INVOKE:
        w.asked.push_back(out.operation);
        if (out.operation == AMTP_OPERATION_SET_NAMES) {
            w.names = std::string(session.operand_text(AMTP_OPERAND_HOST).value()) + "." +
                      std::string(session.operand_text(AMTP_OPERAND_DOMAIN).value());
            IS(AMTP_ERR_ABSENT, session.operand_number(AMTP_OPERAND_HOURS).error().status);
        }
        if (out.operation == AMTP_OPERATION_SET_ADMIN_PASSWORD) {
            IS(5u, session.operand_bytes(AMTP_OPERAND_REALM)->size());
            w.next_password = w.store.at(session.operand_reference(AMTP_OPERAND_SECRET).value());
        }
        if (out.operation == AMTP_OPERATION_ADD_ACL_ENTRY) {
            IS(2u, session.operand_count(AMTP_OPERAND_ACL_REALM));
            IS(3, session.operand_number(AMTP_OPERAND_ACL_REALM, 1).value());
        }
        if (out.operation == AMTP_OPERATION_COMMIT_CHANGES) {
            w.state = w.mode = 2;
        }
        return true;
    case AMTP_OUTPUT_KIND_PERSIST:
        reference = 100 + w.store.size();
        w.store[reference] = std::string(reinterpret_cast<const char *>(out.secret.data()), out.secret.size());
        return true;
    default:
        return out.kind == AMTP_OUTPUT_KIND_NEED_RANDOM;
    }
}

void tell(world &w, amtp::session &session, const amtp::output &asked, std::uint64_t reference) {
    static const amtp::bytes shown = amtp::bytes_of("self-signed");
    std::vector<std::uint8_t> random(asked.length);
    switch (asked.kind) {
    case AMTP_OUTPUT_KIND_CONNECT: {
        bool const tls = session.endpoint().has_value() ? session.endpoint()->tls : w.state == 1;
        session.connected(w.now, {&shown, tls ? 1u : 0u}).value();
        break;
    }
    case AMTP_OUTPUT_KIND_INVOKE:
        answer(w, session, asked);
        break;
    case AMTP_OUTPUT_KIND_NEED_RANDOM:
        for (std::size_t i = 0; i < random.size(); i++) {
            random[i] = static_cast<std::uint8_t>(i * 167);
        }
        session.random(w.now, random).value();
        break;
    case AMTP_OUTPUT_KIND_PERSIST:
        session.stored(w.now, asked.purpose, reference).value();
        break;
    default:
        w.now.monotonic = asked.until;
        session.tick(w.now).value();
        break;
    }
}

/// Runs to the end, and goes on from a snapshot at the first wait for a new password.
amtp::session run(world &w, amtp::session session) {
    std::optional<amtp::output> asked;
    std::uint64_t reference = 0;
    for (int steps = 0; steps < 1000; steps++) {
        auto const out = session.poll().value();
        if (out.kind == AMTP_OUTPUT_KIND_FINISHED) {
            return session;
        }
        if (out.kind != AMTP_OUTPUT_KIND_WAIT_UNTIL) {
            if (act(w, session, out, reference)) {
                asked = out;
            }
            continue;
        }
        if (asked && asked->kind == AMTP_OUTPUT_KIND_NEED_RANDOM && w.restarts++ == 0) {
            auto const snapshot = session.snapshot().value();
            session = amtp::session::restore_in_band(w.service, w.settings, snapshot, w.now).value();
        } else {
            tell(w, session, asked.value_or(out), reference);
        }
        asked.reset();
    }
    std::fprintf(stderr, "no end in sight\n");
    std::exit(1);
}

void provisioned(world &w) {
    auto const session = run(w, begun(w));
    auto const outcome = session.outcome().value();
    IS("", session.cause_text());
    IS(true, outcome.success);
    IS(AMTP_DEVICE_STATUS_PROVISIONED_ADMIN, outcome.status);
    IS(AMTP_MILESTONE_CONFIGURED, outcome.milestone);
    IS(w.password, w.store.at(outcome.admin_password.value()));
    IS(20u, w.password.size());
    IS(false, outcome.mebx_password.has_value());
    IS(false, session.cause().has_value());
    IS("pc7.example.com", w.names);
    IS(3u, w.presented);
    IS(true, w.restarts > 1);
    IS(AMTP_OPERATION_ADD_ACL_ENTRY, w.asked.back());
    IS("open a TLS connection with the provisioning certificate", w.steps.front());
}

void ends(world &w) {
    auto session = begun(w);
    IS(AMTP_ERR_OUT_OF_TURN, session.tick(w.now).error().status);
    IS(true, session.tick(w.now).error().detail.find("every output to be taken first") != std::string::npos);
    IS(AMTP_ERR_OUT_OF_TURN, session.snapshot().error().status);
    IS(true, session.plan().size() > 10);
    IS(AMTP_STAGE_CONTACT, session.plan()[0].stage);
    IS(AMTP_STAGE_NONE, session.plan()[99].stage);
    IS(session.plan().size(), session.unfinished().size());
    IS(true, session.unfinished()[0] == session.plan()[0].text);
    auto evaluation = amtp::evaluation::make().value();
    while (session.poll()->kind != AMTP_OUTPUT_KIND_WAIT_UNTIL) {
        if (session.judged(evaluation)) {
            IS(AMTP_EVENT_KIND_CERTIFICATE_CHOSEN, session.event()->kind);
        }
    }
    IS(AMTP_VERDICT_ACCEPTED, evaluation.verdict());
    session.cancel(w.now).value();
    while (session.poll()->kind != AMTP_OUTPUT_KIND_FINISHED) {
    }
    IS(false, session.outcome()->success);
    IS("CANCELLED", session.cause()->name);
    IS(true, session.cause_text().find("step: ") != std::string::npos);
    IS(true, session.suspects().empty());
    IS(AMTP_ERR_SNAPSHOT,
       amtp::session::restore_out_of_band(w.service, nullptr, amtp::bytes_of("AMTP"), w.now).error().status);
}

void agents(const world &w) {
    auto agent = amtp::agent::make(ROOT, AMTP_PRODUCT_INTEL_GUIDE, w.now, 1000).value();
    auto facts = amtp::facts::make().value();
    facts.add_root_hashes(ROOT).value();
    IS(AMTP_AGENT_OUTPUT_KIND_READ_FACTS, agent.poll()->kind);
    IS(w.now.monotonic + 1000, agent.poll()->until);
    agent.facts_read(w.now, true, AMTP_DEVICE_STATUS_NOT_PROVISIONED, facts).value();
    IS(64u, agent.poll()->length);
    IS(AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL, agent.poll()->kind);
    agent.random(w.now, std::vector<std::uint8_t>(64, 7)).value();
    IS(AMTP_AGENT_OUTPUT_KIND_SEND_HASH, agent.poll()->kind);
    IS(AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL, agent.poll()->kind);
    agent.hash_stored(w.now, false).value();
    IS(AMTP_AGENT_OUTPUT_KIND_TASK_END, agent.poll()->kind);
    IS(false, agent.poll()->interface_open);
    IS("OTP_NOT_STORED", agent.cause()->name);
}

} // namespace

void sessions(const std::string &chain) {
    static const std::uint32_t realms[] = {2, 3};
    world w;
    auto bag = amtp::bag::make().value();
    bag.read(amtp::bytes_of(chain)).value();
    w.service.add_certificate(amtp::prepared::make(bag).value()).value();
    w.service.add_account(1).value();
    w.service.set_timer(AMTP_TIMER_AFTER_COMMIT, 10).value();
    auto facts = amtp::facts::make().value();
    facts.set_release("11.8.50").value();
    facts.add_suffix("example.com", AMTP_SUFFIX_SOURCE_DHCP_OPTION15).value();
    facts.add_root_hashes(ROOT).value();
    w.settings.set_facts(facts).value();
    w.settings.set_names("pc7", "example.com").value();
    w.settings.add_digest_user("operator", 1, AMTP_ACL_ACCESS_NETWORK, realms).value();
    IS(AMTP_ERR_RANGE, w.settings.set_extend_period(25).error().status);
    provisioned(w);
    ends(w);
    agents(w);
}
