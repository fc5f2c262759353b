// Messages of provisioning. Expected values are those of Python's hashlib and uuid, as in the C tests.
#include "tests.hpp"

#include <amt_provisioning.hpp>

#include <algorithm>

namespace {

constexpr char REALM[] = "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";
constexpr char CHALLENGE[] = "Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", "
                             "nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\",stale=\"false\",qop=\"auth\"";
// Of `admin` with `P@ssw0rd` and the random bytes below.
constexpr char ANSWER[] = "Digest username=\"admin\", realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", "
                          "nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\", uri=\"/wsman\", "
                          "response=\"74a3c8bb5ec65cbb33223bce684a76a0\", qop=auth, nc=00000001, "
                          "cnonce=\"00a74ef59c43ea9138df862dd47b22c9\"";

std::vector<std::uint8_t> random_bytes() {
    std::vector<std::uint8_t> random(256);
    for (std::size_t i = 0; i < random.size(); i++) {
        random[i] = static_cast<std::uint8_t>(i * 167);
    }
    return random;
}

amtp::credentials admin() { return amtp::credentials::make("admin", "P@ssw0rd").value(); }

void hello() {
    // Version 3, sent twice before, one SHA-1, and a byte too many.
    const std::vector<std::uint8_t> sent{
        1, 0, 3, 0, 2, 0, 0, 0, 0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
        0xff, 1, 1, 20, 0x74, 0x2c, 0x31, 0x92, 0xe6, 0x07, 0xe4, 0x24, 0xeb, 0x45, 0x49, 0x54, 0x2b, 0xe1, 0xbb, 0xc5,
        0x3e, 0x61, 0x74, 0xe2, 0xab};
    const amtp::bytes all(sent);
    auto message = amtp::hello::make().value();
    IS(27u - 7u, message.push({all.data(), 27})->least);
    IS(AMTP_ERR_ABSENT, message.fields().error().status);
    IS(true, message.hashes().empty());
    IS(1u, message.push({all.data() + 27, all.size() - 27})->trailing);
    message.finish().value();
    auto const fields = message.fields().value();
    IS("00112233-4455-6677-8899-aabbccddeeff", fields.uuid.text());
    IS(true, fields.uuid == amtp::uuid::read("00112233-4455-6677-8899-AABBCCDDEEFF").value());
    IS("33221100-5544-7766-8899-aabbccddeeff", fields.uuid.swapped().text());
    IS(true, fields.uuid != fields.uuid.swapped());
    IS(3u, fields.version);
    IS(2u, fields.retry_count);
    IS(true, fields.credentials_set);
    IS(true, fields.pid.empty());
    IS(0xabu, fields.trailing[0]);
    IS(1u, message.hashes().size());
    IS(1u, message.hashes()[0].algorithm_id);
    IS(true, std::equal(all.data() + 27, all.data() + 47, message.hashes()[0].value.data()));
    IS("VeriSign Class 3 Public Primary Certification Authority - G1", message.hashes()[0].known_root);
    IS(true, message.hashes()[1].value.empty());
    IS(1u, message.findings().size());
    IS("HELLO_TRAILING_BYTES", message.findings()[0].name);

    auto facts = amtp::facts::make().value();
    message.add_to(facts).value();
    IS(0, amtp::check::root_hash(facts, "742c3192e607e424eb4549542be1bbc53e6174e2")->error_code);

    IS(false, message.failure().has_value());
    auto const cut = message.read({all.data(), 40});
    IS(AMTP_ERR_HELLO_TRUNCATED, cut.error().status);
    IS(40u, cut.error().offset.value());
    IS(false, cut.error().detail.empty());
    IS("HELLO_TRUNCATED", message.failure()->name);
    IS(AMTP_ERR_ABSENT, message.add_to(facts).error().status);
    auto strict = amtp::hello::make(true).value();
    IS(AMTP_ERR_HELLO_TRAILING, strict.read(all).error().status);
    IS(false, amtp::uuid::read("0011").error().detail.empty());
}

void passwords() {
    const std::uint8_t ha1[] = {0x00, 0xf5, 0xdb, 0x0b, 0x01, 0x18, 0x8d, 0x35,
                                0x6e, 0xe0, 0xc1, 0x35, 0x85, 0x42, 0x9f, 0x77};
    auto const hashed = admin().ha1(AMTP_DIGEST_HASH_MD5, REALM).value();
    IS(true, std::equal(hashed.begin(), hashed.end(), std::begin(ha1), std::end(ha1)));
    auto const stored = amtp::credentials::stored("admin", REALM, AMTP_DIGEST_HASH_MD5, hashed).value();
    IS("admin", stored.user());
    IS(AMTP_ERR_STORED_HASH, stored.ha1(AMTP_DIGEST_HASH_MD5, "another").error().status);
    IS(AMTP_ERR_RANGE, amtp::credentials::stored("a", REALM, AMTP_DIGEST_HASH_SHA256, hashed).error().status);

    IS(0u, amtp::check_password("P@ssw0rd").value());
    auto const problems = amtp::check_password("p@ssword 1").value();
    IS(unsigned{AMTP_PASSWORD_NO_UPPER | AMTP_PASSWORD_BLANK}, problems);
    IS("it has no upper-case letter\nit has a blank, which some firmware refuses",
       amtp::password_reasons(problems).value());
    IS(unsigned{AMTP_USER_NAME_SYSTEM}, amtp::check_user_name("$$OsAdmin").value());
    IS("it begins with $$", amtp::user_name_reasons(AMTP_USER_NAME_SYSTEM).value());
    auto const random = random_bytes();
    auto const made = amtp::generate_password(random).value();
    IS(20u, made.size());
    IS(0u, amtp::check_password(made).value());
    IS(AMTP_ERR_RANDOM, amtp::generate_password({random.data(), 19}).error().status);
}

void digest() {
    auto const random = random_bytes();
    auto const account = admin();
    auto client = amtp::digest_client::make(AMTP_DIGEST_PROFILE_TLS).value();
    IS(AMTP_ERR_ABSENT, client.authorize("POST", "/wsman").error().status);
    IS(true, client.realm().empty());
    const std::string_view damaged[] = {"Negotiate", "Digest realm=\"r\""};
    auto const refused = client.challenge(damaged, account, {random.data(), 16});
    IS(AMTP_ERR_HEADER, refused.error().status);
    IS(1u, refused.error().item.value());
    const std::string_view fields[] = {CHALLENGE};
    client.challenge(fields, account, {random.data(), 16}).value();
    IS(REALM, client.realm());
    IS(true, client.findings().empty());
    IS(1u, client.count());
    IS(ANSWER, client.authorize("POST", "/wsman").value());
    IS(2u, client.count());
    IS(AMTP_REFUSAL_WRONG_CREDENTIALS, client.refusal(fields).value());
    constexpr char proof[] = "rspauth=\"ca65f53dfec9199671944e0e4c5622b3\"";
    IS(AMTP_SERVER_PROOF_VALID, client.heed(proof, "/wsman", {}).value());
    IS(AMTP_SERVER_PROOF_INVALID, client.heed(proof, "/", {}).value());
    // Another nonce is excused after a success.
    const std::string renewed = "Digest realm=\"" + std::string(REALM) + "\", nonce=\"other\", qop=\"auth\"";
    const std::string_view later[] = {renewed};
    IS(AMTP_REFUSAL_WRONG_CREDENTIALS, client.refusal(later).value());
    client.accepted().value();
    IS(AMTP_REFUSAL_STALE_NONCE, client.refusal(later).value());
    const std::string_view other[] = {"Digest realm=\"r\", nonce=\"n\", qop=\"auth\""};
    client.challenge(other, account, {random.data(), 16}).value();
    IS("REALM_UNEXPECTED", client.findings()[0].name);
    auto only = amtp::digest_client::make(AMTP_DIGEST_PROFILE_TLS, AMTP_DIGEST_ALGORITHM_SHA256).value();
    IS(AMTP_ERR_DIGEST_POLICY, only.challenge(fields, account, {random.data(), 16}).error().status);
}

// Goes on until the exchange waits for the account or for the end of the world: what a device would do.
amtp_exchange_action drive(amtp::exchange &exchange, std::string_view answer, std::string &sent) {
    for (;;) {
        auto const step = exchange.poll().value();
        switch (step.action) {
        case AMTP_EXCHANGE_ACTION_CONNECT:
            exchange.connected().value();
            break;
        case AMTP_EXCHANGE_ACTION_SEND:
            sent.assign(reinterpret_cast<const char *>(step.data.data()), step.data.size());
            break;
        case AMTP_EXCHANGE_ACTION_RECEIVE:
            exchange.received(amtp::bytes_of(answer)).value();
            break;
        default:
            IS(AMTP_REFUSAL_NONE, step.again);
            return step.action;
        }
    }
}

const std::string UNAUTHORIZED =
    std::string("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ") + CHALLENGE + "\r\nContent-Length: 0\r\n\r\n";

void http() {
    auto const random = random_bytes();
    auto exchange = amtp::exchange::make("192.0.2.7:16992", AMTP_DIGEST_PROFILE_TCP).value();
    std::string sent;
    IS(AMTP_EXCHANGE_ACTION_IDLE, exchange.poll()->action);
    IS(AMTP_ERR_ABSENT, exchange.outcome().error().status);
    exchange.start(amtp::bytes_of("<b/>")).value();
    auto const twice = exchange.start({});
    IS(AMTP_ERR_OUT_OF_TURN, twice.error().status);
    IS(false, twice.error().detail.empty());
    IS(AMTP_EXCHANGE_ACTION_ANSWER, drive(exchange, UNAUTHORIZED, sent));
    IS(std::string::npos, sent.find("Authorization"));
    exchange.answer(admin(), {random.data(), 16}).value();
    IS(AMTP_EXCHANGE_ACTION_FINISHED,
       drive(exchange,
             "HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology 16.1.25.1424\r\n"
             "Transfer-Encoding: chunked\r\n\r\n0004\r\n<a/>\r\n0\r\nX-Late: 1\r\n\r\n",
             sent));
    IS(true, sent.find(std::string("\r\nAuthorization: ") + ANSWER + "\r\n\r\n<b/>") != std::string::npos);
    auto const ended = exchange.outcome().value();
    IS(AMTP_EXCHANGE_OUTCOME_ANSWERED, ended.outcome);
    IS(AMTP_SERVER_PROOF_ABSENT, ended.proof);
    IS(AMTP_TRIAL_EVENT_ACCEPTED, ended.event);
    IS(false, exchange.failure().has_value());
    auto const response = exchange.take_response().value();
    IS(AMTP_ERR_ABSENT, exchange.take_response().error().status);
    IS(200u, response.status());
    IS(true, std::string(response.body().begin(), response.body().end()) == "<a/>");
    IS("16.1.25.1424", response.release());
    IS(3u, response.fields().size());
    IS("X-Late", response.fields()[2].name);
    IS("1", response.fields()[2].value);
    IS("chunked", response.value("transfer-encoding").value());
    IS(false, response.value("X-Late").has_value());

    exchange.start({}).value();
    IS(AMTP_EXCHANGE_ACTION_SEND, exchange.poll()->action);
    exchange.received(amtp::bytes_of("HTTP/1.1 ")).value();
    exchange.closed().value();
    IS(AMTP_EXCHANGE_ACTION_FINISHED, exchange.poll()->action);
    IS(AMTP_EXCHANGE_OUTCOME_DROPPED, exchange.outcome()->outcome);
    IS(true, exchange.outcome()->sent);
    IS(9u, exchange.outcome()->received);
    exchange.start({}).value();
    exchange.new_connection().value();
    IS(AMTP_EXCHANGE_ACTION_IDLE, exchange.poll()->action);
    exchange.start({}).value();
    IS(AMTP_EXCHANGE_ACTION_FINISHED, drive(exchange, "SSH-2.0-x\r\n", sent));
    IS(AMTP_EXCHANGE_OUTCOME_DAMAGED, exchange.outcome()->outcome);
    IS(AMTP_ERR_HTTP_NOT_HTTP, exchange.failure()->status);
    IS(AMTP_ERR_HEADER_VALUE, amtp::exchange::make("a b", AMTP_DIGEST_PROFILE_TCP).error().status);
}

// An account that a device refuses, the factory's, which it refuses too, and no third.
void trials() {
    auto const random = random_bytes();
    std::vector<amtp::credentials> accounts;
    accounts.push_back(admin());
    auto trial = amtp::trial::make(accounts, AMTP_FACTORY_ACCOUNTS_ADMIN).value();
    auto exchange = amtp::exchange::make("192.0.2.7:16992", AMTP_DIGEST_PROFILE_TCP).value();
    std::string sent;
    exchange.start({}).value();
    IS(AMTP_EXCHANGE_ACTION_ANSWER, drive(exchange, UNAUTHORIZED, sent));
    IS(0u, trial.place().value());
    exchange.answer(trial.account().value(), {random.data(), 16}).value();
    IS(AMTP_EXCHANGE_ACTION_FINISHED, drive(exchange, UNAUTHORIZED, sent));
    IS(AMTP_EXCHANGE_OUTCOME_REFUSED, exchange.outcome()->outcome);
    auto const step = trial.tell(exchange.outcome()->event).value();
    IS(AMTP_TRIAL_ACTION_CONNECT, step.action);
    IS(20, step.wait.count());
    IS(1u, trial.place().value());
    IS("admin", trial.account()->user());
    IS(AMTP_ERR_ENUM, trial.tell(AMTP_TRIAL_EVENT_NONE).error().status);
    IS(false, trial.ended().has_value());
    IS(AMTP_TRIAL_ACTION_ENDED, trial.tell(AMTP_TRIAL_EVENT_WRONG_CREDENTIALS)->action);
    IS("CREDENTIALS_EXHAUSTED", trial.ended()->name);
    IS(false, trial.place().has_value());
    IS(AMTP_ERR_ABSENT, trial.account().error().status);
}

} // namespace

void messages() {
    hello();
    passwords();
    digest();
    http();
    trials();
}
