/* Accounts, HTTP Digest, HTTP. Expected values are those of RFC 7616, or of Python's hashlib and base64. */
#include "sample.h"

#define REALM "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E"
#define NONCE "+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z"
#define DEVICE "Digest realm=\"" REALM "\", nonce=\"" NONCE "\",stale=\"false\",qop=\"auth\""
/* The hex digits of the first 16 bytes of `random`. */
#define CNONCE "00a74ef59c43ea9138df862dd47b22c9"
#define ANSWERED \
    "Digest username=\"admin\", realm=\"" REALM "\", nonce=\"" NONCE "\", uri=\"/wsman\", response=\"%s\", qop=auth, " \
    "nc=%08x, cnonce=\"" CNONCE "\""

/* `admin` with `P@ssw0rd`, and the hash of it for the realm of a device. */
static amtp_credentials *account(const char *password) {
    amtp_credentials *made;
    IS(AMTP_OK, amtp_credentials_new("admin", 5, (const uint8_t *)password, strlen(password), &made));
    return made;
}

static void passwords(struct sample *s) {
    const uint8_t *realm = (const uint8_t *)REALM, *password = (const uint8_t *)"P@ssw0rd";
    static const uint8_t ha1[16] = {0x00, 0xf5, 0xdb, 0x0b, 0x01, 0x18, 0x8d, 0x35,
                                    0x6e, 0xe0, 0xc1, 0x35, 0x85, 0x42, 0x9f, 0x77};
    amtp_credentials *typed = account("P@ssw0rd"), *stored;
    uint32_t problems;
    size_t length;
    IS(AMTP_OK, amtp_credentials_ha1(typed, AMTP_DIGEST_HASH_MD5, realm, 39, (uint8_t *)s->buf, 16, &length));
    IS(16, length);
    IS(0, memcmp(s->buf, ha1, 16));
    IS(AMTP_OK, amtp_credentials_new_stored("admin", 5, realm, 39, AMTP_DIGEST_HASH_MD5, ha1, 16, &stored));
    IS(AMTP_OK, amtp_credentials_ha1(stored, AMTP_DIGEST_HASH_MD5, realm, 39, (uint8_t *)s->buf, 16, &length));
    IS(0, memcmp(s->buf, ha1, 16));
    IS(AMTP_ERR_STORED_HASH, amtp_credentials_ha1(stored, AMTP_DIGEST_HASH_MD5, realm, 38, NULL, 0, &length));
    IS(AMTP_ERR_STORED_HASH, amtp_credentials_ha1(stored, AMTP_DIGEST_HASH_SHA256, realm, 39, NULL, 0, &length));
    IS(AMTP_OK, amtp_credentials_user(stored, &s->out_amtp_str));
    IS_TEXT("admin", s->out_amtp_str);
    amtp_credentials_free(stored);
    amtp_credentials_free(typed);
    IS(AMTP_ERR_RANGE, amtp_credentials_new_stored("a", 1, realm, 39, AMTP_DIGEST_HASH_MD5, ha1, 15, &stored));
    IS(AMTP_OK, amtp_setup_password(realm, 39, password, 8, s->buf, sizeof s->buf, &length));
    IS_BYTES("00f5db0b01188d356ee0c13585429f77", s->buf, length);
    IS(AMTP_OK, amtp_acl_password("admin", 5, realm, 39, password, 8, s->buf, sizeof s->buf, &length));
    IS_BYTES("APXbCwEYjTVu4ME1hUKfdw==", s->buf, length);

    IS(AMTP_OK, amtp_password_check(password, 8, &problems));
    IS(0, problems);
    IS(AMTP_OK, amtp_password_check((const uint8_t *)"p@ssword 1", 10, &problems));
    IS(AMTP_PASSWORD_NO_UPPER | AMTP_PASSWORD_BLANK, problems);
    IS(AMTP_OK, amtp_password_reasons(problems, s->buf, sizeof s->buf, &length));
    IS_BYTES("it has no upper-case letter\nit has a blank, which some firmware refuses", s->buf, length);
    IS(AMTP_ERR_RANGE, amtp_password_reasons(512, s->buf, sizeof s->buf, &length));
    IS(AMTP_OK, amtp_user_name_check((const uint8_t *)"$$OsAdmin", 9, &problems));
    IS(AMTP_USER_NAME_SYSTEM, problems);
    IS(AMTP_OK, amtp_user_name_reasons(problems, s->buf, sizeof s->buf, &length));
    IS_BYTES("it begins with $$", s->buf, length);
    IS(AMTP_OK, amtp_password_generate(s->random, sizeof s->random, s->buf, sizeof s->buf, &length));
    IS(20, length);
    IS(AMTP_OK, amtp_password_check((const uint8_t *)s->buf, length, &problems));
    IS(0, problems);
    IS(AMTP_ERR_RANDOM, amtp_password_generate(s->random, 19, s->buf, sizeof s->buf, &length));
}

/* RFC 7616, 3.9.1: the credentials of the text, as the server of the text would judge them. */
static void rfc(struct sample *s) {
    static const char *const answers[2] = {
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=MD5, "
        "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
        "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
        "response=\"8ca523f5e9506fed4657c9700eebdbec\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=SHA-256, "
        "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
        "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
        "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", "
        "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""};
    amtp_authorization *read = s->scratch_amtp_authorization;
    amtp_digest_request *request = &s->out_amtp_digest_request;
    amtp_digest_offer *offer = &s->out_amtp_digest_offer;
    amtp_verification verification;
    amtp_credentials *mufasa;
    size_t i, length;
    int32_t is_user;
    request->method = str("GET");
    request->uri = str("/dir/index.html");
    offer->realm = bytes("http-auth@example.org");
    offer->nonce = bytes("7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v");
    offer->opaque = bytes("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
    offer->qop = AMTP_QOP_AUTH | AMTP_QOP_AUTH_INT;
    IS(AMTP_ERR_ABSENT, amtp_authorization_is_user(read, "Mufasa", 6, &is_user));
    IS(AMTP_OK, amtp_credentials_new("Mufasa", 6, (const uint8_t *)"Circle of Life", 14, &mufasa));
    for (i = 0; i < 2; i++) {
        offer->algorithm = i == 0 ? AMTP_DIGEST_ALGORITHM_MD5 : AMTP_DIGEST_ALGORITHM_SHA256;
        IS(AMTP_OK, amtp_authorization_read(read, (const uint8_t *)answers[i], strlen(answers[i])));
        IS(offer->algorithm, amtp_authorization_algorithm(read));
        IS(AMTP_QOP_AUTH, amtp_authorization_qop(read));
        IS(1, amtp_authorization_count(read));
        IS(AMTP_OK, amtp_authorization_is_user(read, "Mufasa", 6, &is_user));
        IS(1, is_user);
        IS(AMTP_OK, amtp_authorization_is_user(read, "mufasa", 6, &is_user));
        IS(0, is_user);
        IS(AMTP_OK, amtp_authorization_get(read, AMTP_AUTHORIZATION_VALUE_URI, (uint8_t *)s->buf, 64, &length));
        IS_BYTES("/dir/index.html", s->buf, length);
        IS(AMTP_OK, amtp_authorization_verify(read, offer, mufasa, request, 0, &verification));
        IS(AMTP_VERIFICATION_ACCEPTED, verification);
        IS(AMTP_OK, amtp_authorization_verify(read, offer, mufasa, request, 1, &verification));
        IS(AMTP_VERIFICATION_STALE, verification);
        IS(AMTP_OK, amtp_authorization_verify(read, offer, s->amtp_credentials, request, 0, &verification));
        IS(AMTP_VERIFICATION_REFUSED, verification);
    }
    amtp_credentials_free(mufasa);
    offer->qop = 4;
    IS(AMTP_ERR_RANGE, amtp_digest_offer_field(offer, 0, NULL, 0, &length));
    offer->qop = AMTP_QOP_AUTH;
    offer->realm = bytes("r\n");
    IS(AMTP_ERR_HEADER_VALUE, amtp_digest_offer_field(offer, 0, NULL, 0, &length));
    offer->realm = bytes(REALM);
    offer->nonce = bytes(NONCE);
    IS(AMTP_ERR_HEADER_VALUE, amtp_digest_offer_field(offer, 1, (uint8_t *)s->buf, sizeof s->buf, &length));
    offer->algorithm = 0;
    offer->opaque.ptr = NULL;
    IS(AMTP_OK, amtp_digest_offer_field(offer, 1, (uint8_t *)s->buf, sizeof s->buf, &length));
    IS_BYTES(DEVICE, s->buf, length);
    IS(AMTP_OK, amtp_digest_offer_field(offer, 0, (uint8_t *)s->buf, sizeof s->buf, &length));
    IS_BYTES("Digest realm=\"" REALM "\", nonce=\"" NONCE "\", qop=\"auth\"", s->buf, length);
}

/* Client and server, through a nonce and its successor. */
static void client(struct sample *s) {
    amtp_digest_client *client = s->scratch_amtp_digest_client;
    amtp_digest_request *request = &s->out_amtp_digest_request;
    amtp_credentials *admin = account("P@ssw0rd");
    amtp_bytes field = bytes(DEVICE), value, fields[2];
    amtp_refusal refusal;
    amtp_server_proof proof;
    char expected[512];
    size_t length;
    request->method = str("POST");
    request->uri = str("/wsman");
    IS(AMTP_ERR_ABSENT, amtp_digest_client_authorize(client, request, &value));
    fields[0] = bytes("Negotiate");
    fields[1] = bytes("Digest realm=\"r\"");
    IS(AMTP_ERR_HEADER, amtp_digest_client_challenge(client, fields, 2, admin, s->random, 16));
    IS(AMTP_OK, amtp_digest_client_error(client, &s->out_amtp_error));
    IS(1, s->out_amtp_error.item);
    IS(AMTP_ERR_RANDOM, amtp_digest_client_challenge(client, &field, 1, admin, s->random, 7));
    IS(0, amtp_digest_client_count(client));
    IS(AMTP_OK, amtp_digest_client_challenge(client, &field, 1, admin, s->random, 16));
    IS(0, amtp_digest_client_finding_count(client));

    /* What fails is not counted. */
    IS(AMTP_ERR_NULL, amtp_digest_client_authorize(client, request, NULL));
    request->struct_size = 1;
    IS(AMTP_ERR_STRUCT_SIZE, amtp_digest_client_authorize(client, request, &value));
    request->struct_size = sizeof *request;
    IS(1, amtp_digest_client_count(client));
    IS(AMTP_OK, amtp_digest_client_authorize(client, request, &value));
    length = (size_t)sprintf(expected, ANSWERED, "74a3c8bb5ec65cbb33223bce684a76a0", 1);
    IS(length, value.len);
    IS(0, memcmp(expected, value.ptr, length));
    IS(2, amtp_digest_client_count(client));

    IS(AMTP_OK, amtp_digest_client_refusal(client, &field, 1, &refusal));
    IS(AMTP_REFUSAL_WRONG_CREDENTIALS, refusal);
    fields[0] = bytes("Digest realm=\"" REALM "\", nonce=\"other\",stale=\"true\",qop=\"auth\"");
    IS(AMTP_OK, amtp_digest_client_refusal(client, fields, 1, &refusal));
    IS(AMTP_REFUSAL_STALE_NONCE, refusal);
    fields[0] = s->challenge;
    IS(AMTP_OK, amtp_digest_client_refusal(client, fields, 1, &refusal));
    IS(AMTP_REFUSAL_REALM_CHANGED, refusal);

    /* The server's proof, as the server makes it, and one that is wrong. */
    IS(AMTP_OK, amtp_authorization_read(s->scratch_amtp_authorization, value.ptr, value.len));
    IS(AMTP_OK, amtp_authorization_info(s->scratch_amtp_authorization, admin, NULL, 0, (const uint8_t *)"next", 4,
                                        (uint8_t *)s->buf, sizeof s->buf, &length));
    IS_BYTES("rspauth=\"ca65f53dfec9199671944e0e4c5622b3\", qop=auth, nc=00000001, cnonce=\"" CNONCE
             "\", nextnonce=\"next\"", s->buf, length);
    s->buf[9] = 'd';
    IS(AMTP_OK, amtp_digest_client_heed(client, (const uint8_t *)s->buf, length, "/wsman", 6, NULL, 0, &proof));
    IS(AMTP_SERVER_PROOF_INVALID, proof);
    IS(AMTP_OK, amtp_digest_client_nonce(client, &value));
    IS_BYTES(NONCE, value.ptr, value.len);
    s->buf[9] = 'c';
    IS(AMTP_OK, amtp_digest_client_heed(client, (const uint8_t *)s->buf, length, "/wsman", 6, NULL, 0, &proof));
    IS(AMTP_SERVER_PROOF_VALID, proof);
    IS(AMTP_OK, amtp_digest_client_nonce(client, &value));
    IS_BYTES("next", value.ptr, value.len);
    IS(1, amtp_digest_client_count(client));

    /* After a success another nonce is excused, once. */
    IS(AMTP_OK, amtp_digest_client_accepted(client));
    IS(AMTP_OK, amtp_digest_client_refusal(client, &field, 1, &refusal));
    IS(AMTP_REFUSAL_STALE_NONCE, refusal);
    IS(AMTP_OK, amtp_digest_client_challenge(client, &field, 1, admin, s->random, 16));
    IS(AMTP_OK, amtp_digest_client_refusal(client, &field, 1, &refusal));
    IS(AMTP_REFUSAL_WRONG_CREDENTIALS, refusal);
    IS(AMTP_OK, amtp_digest_client_realm(client, &value));
    IS_BYTES(REALM, value.ptr, value.len);
    IS(AMTP_OK, amtp_digest_client_finding(s->amtp_digest_client, 0, &s->out_amtp_finding));
    IS_TEXT("REALM_UNEXPECTED", s->out_amtp_finding.name);
    amtp_credentials_free(admin);
}

static amtp_exchange_action poll(struct sample *s, amtp_exchange *exchange) {
    IS(AMTP_OK, amtp_exchange_poll(exchange, &s->out_amtp_exchange_step));
    return s->out_amtp_exchange_step.action;
}

#define HEAD \
    "POST /wsman HTTP/1.1\r\nHost: 192.0.2.7:16992\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n" \
    "Content-Length: 4\r\n"

static void begin(struct sample *s, amtp_exchange *exchange) {
    IS(AMTP_EXCHANGE_ACTION_CONNECT, poll(s, exchange));
    IS(AMTP_OK, amtp_exchange_connected(exchange));
    IS(AMTP_EXCHANGE_ACTION_SEND, poll(s, exchange));
    IS_BYTES(HEAD "\r\n<b/>", s->out_amtp_exchange_step.bytes.ptr, s->out_amtp_exchange_step.bytes.len);
    IS(AMTP_EXCHANGE_ACTION_RECEIVE, poll(s, exchange));
    receive(exchange, UNAUTHORIZED DEVICE "\r\nContent-Length: 0\r\n\r\n");
    IS(AMTP_EXCHANGE_ACTION_ANSWER, poll(s, exchange));
    IS(AMTP_REFUSAL_NONE, s->out_amtp_exchange_step.again);
}

/* 401, the same body with credentials, 200; then a call whose answer is lost. */
static void exchange(struct sample *s) {
    amtp_exchange *exchange = s->scratch_amtp_exchange;
    amtp_exchange_result *result = &s->out_amtp_exchange_result;
    amtp_http_message *message = &s->out_amtp_http_message;
    amtp_credentials *admin = account("P@ssw0rd");
    amtp_http_response *response;
    char expected[1024], authorization[512];
    size_t length;
    IS(AMTP_EXCHANGE_ACTION_IDLE, poll(s, exchange));
    IS(AMTP_ERR_ABSENT, amtp_exchange_get_result(exchange, result));
    IS(AMTP_OK, amtp_exchange_start(exchange, (const uint8_t *)"<b/>", 4));
    IS(AMTP_ERR_OUT_OF_TURN, amtp_exchange_start(exchange, (const uint8_t *)"<b/>", 4));
    IS(AMTP_OK, amtp_exchange_error_text(exchange, s->buf, sizeof s->buf, &length));
    begin(s, exchange);
    IS(AMTP_OK, amtp_exchange_credentials(exchange, admin, s->random, 16));
    IS(AMTP_EXCHANGE_ACTION_SEND, poll(s, exchange));
    sprintf(authorization, ANSWERED, "74a3c8bb5ec65cbb33223bce684a76a0", 1);
    length = (size_t)sprintf(expected, HEAD "Authorization: %s\r\n\r\n<b/>", authorization);
    IS(length, s->out_amtp_exchange_step.bytes.len);
    IS(0, memcmp(expected, s->out_amtp_exchange_step.bytes.ptr, length));
    receive(exchange, "HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology 16.1.25.1424\r\n"
                      "Authentication-Info: rspauth=\"ca65f53dfec9199671944e0e4c5622b3\"\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n0004\r\n");
    IS(AMTP_EXCHANGE_ACTION_RECEIVE, poll(s, exchange));
    receive(exchange, "<a/>\r\n0\r\nX-Late: 1\r\n\r\n");
    IS(AMTP_EXCHANGE_ACTION_FINISHED, poll(s, exchange));
    IS(AMTP_OK, amtp_exchange_get_result(exchange, result));
    IS(AMTP_EXCHANGE_OUTCOME_ANSWERED, result->outcome);
    IS(AMTP_SERVER_PROOF_VALID, result->proof);
    IS(AMTP_TRIAL_EVENT_ACCEPTED, result->event);
    IS(AMTP_OK, amtp_exchange_take_response(exchange, &response));
    IS(AMTP_ERR_ABSENT, amtp_exchange_take_response(exchange, &s->amtp_http_response));
    IS(AMTP_OK, amtp_http_response_get(response, message));
    IS(200, message->status);
    IS(1, message->keep_alive);
    IS_BYTES("<a/>", message->body.ptr, message->body.len);
    IS_TEXT("16.1.25.1424", message->release);
    IS(3, message->fields);
    IS(1, message->trailers);
    IS(AMTP_OK, amtp_http_response_field(response, 3, &s->out_amtp_http_field));
    IS_TEXT("X-Late", s->out_amtp_http_field.name);
    IS(AMTP_ERR_INDEX, amtp_http_response_field(response, 4, &s->out_amtp_http_field));
    IS(AMTP_OK, amtp_http_response_value(response, "transfer-encoding", 17, 0, &s->out_amtp_bytes));
    IS_BYTES("chunked", s->out_amtp_bytes.ptr, s->out_amtp_bytes.len);
    IS(AMTP_ERR_INDEX, amtp_http_response_value(response, "transfer-encoding", 17, 1, &s->out_amtp_bytes));
    IS(AMTP_ERR_INDEX, amtp_http_response_value(response, "X-Late", 6, 0, &s->out_amtp_bytes));
    amtp_http_response_free(response);

    /* The nonce is kept, and counted. */
    IS(AMTP_OK, amtp_exchange_start(exchange, (const uint8_t *)"<b/>", 4));
    IS(AMTP_ERR_ABSENT, amtp_exchange_get_result(exchange, result));
    IS(AMTP_EXCHANGE_ACTION_SEND, poll(s, exchange));
    sprintf(authorization, ANSWERED, "1f173873797d707396469036f3eecf9f", 2);
    length = (size_t)sprintf(expected, HEAD "Authorization: %s\r\n\r\n<b/>", authorization);
    IS(length, s->out_amtp_exchange_step.bytes.len);
    IS(0, memcmp(expected, s->out_amtp_exchange_step.bytes.ptr, length));
    receive(exchange, "HTTP/1.1 ");
    IS(AMTP_OK, amtp_exchange_closed(exchange));
    IS(AMTP_EXCHANGE_ACTION_FINISHED, poll(s, exchange));
    IS(AMTP_OK, amtp_exchange_get_result(exchange, result));
    IS(AMTP_EXCHANGE_OUTCOME_DROPPED, result->outcome);
    IS(1, result->sent);
    IS(9, result->received);
    IS(AMTP_ERR_ABSENT, amtp_exchange_error(exchange, &s->out_amtp_error));

    /* An answer that is none, and a challenge that nobody answers. */
    IS(AMTP_OK, amtp_exchange_start(exchange, (const uint8_t *)"<b/>", 4));
    IS(AMTP_OK, amtp_exchange_new_connection(exchange));
    IS(AMTP_OK, amtp_exchange_start(exchange, (const uint8_t *)"<b/>", 4));
    begin(s, exchange);
    IS(AMTP_OK, amtp_exchange_credentials(exchange, admin, s->random, 16));
    IS(AMTP_EXCHANGE_ACTION_SEND, poll(s, exchange));
    receive(exchange, "SSH-2.0-x\r\n");
    IS(AMTP_EXCHANGE_ACTION_FINISHED, poll(s, exchange));
    IS(AMTP_OK, amtp_exchange_get_result(exchange, result));
    IS(AMTP_EXCHANGE_OUTCOME_DAMAGED, result->outcome);
    IS(AMTP_TRIAL_EVENT_NONE, result->event);
    IS(AMTP_OK, amtp_exchange_error(exchange, &s->out_amtp_error));
    IS(AMTP_ERR_HTTP_NOT_HTTP, s->out_amtp_error.status);
    amtp_credentials_free(admin);
}

/* An account that a device refuses, the factory's, which it refuses too, and no third. */
static void trial(struct sample *s) {
    amtp_trial *trial = s->scratch_amtp_trial;
    amtp_trial_step *step = &s->out_amtp_trial_step;
    amtp_exchange *exchange = s->challenged_amtp_exchange;
    amtp_exchange_result *result = &s->out_amtp_exchange_result;
    amtp_credentials *account;
    size_t place;
    IS(AMTP_OK, amtp_trial_place(trial, &place));
    IS(0, place);
    IS(AMTP_OK, amtp_trial_account(trial, &account));
    IS(AMTP_OK, amtp_exchange_credentials(exchange, account, s->random, 16));
    amtp_credentials_free(account);
    IS(AMTP_EXCHANGE_ACTION_SEND, poll(s, exchange));
    receive(exchange, UNAUTHORIZED CHALLENGE "\r\nContent-Length: 0\r\n\r\n");
    IS(AMTP_EXCHANGE_ACTION_FINISHED, poll(s, exchange));
    IS(AMTP_OK, amtp_exchange_get_result(exchange, result));
    IS(AMTP_EXCHANGE_OUTCOME_REFUSED, result->outcome);
    IS(AMTP_TRIAL_EVENT_WRONG_CREDENTIALS, result->event);
    IS(AMTP_ERR_ENUM, amtp_trial_handle(trial, AMTP_TRIAL_EVENT_NONE, step));
    IS(AMTP_OK, amtp_trial_handle(trial, result->event, step));
    IS(AMTP_TRIAL_ACTION_CONNECT, step->action);
    IS(20, step->wait_seconds);
    IS(AMTP_OK, amtp_trial_place(trial, &place));
    IS(1, place);
    IS(AMTP_OK, amtp_trial_account(trial, &account));
    IS(AMTP_OK, amtp_credentials_user(account, &s->out_amtp_str));
    IS_TEXT("admin", s->out_amtp_str);
    amtp_credentials_free(account);
    IS(AMTP_OK, amtp_trial_handle(trial, AMTP_TRIAL_EVENT_STALE_NONCE, step));
    IS(AMTP_TRIAL_ACTION_ANSWER_AGAIN, step->action);
    IS(AMTP_ERR_ABSENT, amtp_trial_finding(trial, &s->out_amtp_finding));
    IS(AMTP_OK, amtp_trial_handle(trial, AMTP_TRIAL_EVENT_STALE_NONCE, step));
    IS(AMTP_TRIAL_ACTION_ENDED, step->action);
    IS(AMTP_OK, amtp_trial_finding(trial, &s->out_amtp_finding));
    IS_TEXT("CREDENTIALS_EXHAUSTED", s->out_amtp_finding.name);
    IS(AMTP_ERR_ABSENT, amtp_trial_account(trial, &account));
    IS(AMTP_OK, amtp_trial_handle(s->amtp_trial, AMTP_TRIAL_EVENT_ACCEPTED, step));
    IS(AMTP_TRIAL_ACTION_FOUND, step->action);
}

static void http(struct sample *s) {
    amtp_http_reader *reader = s->scratch_amtp_http_reader;
    amtp_http_progress *progress = &s->out_amtp_http_progress;
    amtp_http_request *request = &s->out_amtp_http_request;
    amtp_http_response *response;
    size_t length;
    request->body = bytes("<b/>");
    request->authorization = bytes("Basic x");
    IS(AMTP_OK, amtp_http_request_write(request, (uint8_t *)s->buf, sizeof s->buf, &length));
    IS_BYTES("GET / HTTP/1.1\r\nHost: 192.0.2.7:16992\r\nContent-Length: 4\r\nAuthorization: Basic x\r\n\r\n<b/>",
             s->buf, length);
    request->target = str("/ HTTP/1.1\r\nX: y");
    IS(AMTP_ERR_HEADER_VALUE, amtp_http_request_write(request, (uint8_t *)s->buf, sizeof s->buf, &length));

    IS(AMTP_OK, amtp_http_reader_push(reader, s->answer, 20, progress));
    IS(0, progress->whole);
    IS(AMTP_ERR_ABSENT, amtp_http_reader_take(reader, &response));
    IS(AMTP_ERR_HTTP_TRUNCATED, amtp_http_reader_end(reader));
    IS(AMTP_OK, amtp_http_reader_error(reader, &s->out_amtp_error));
    IS(20, s->out_amtp_error.offset);
    IS(AMTP_OK, amtp_http_reader_push(reader, s->answer + 20, sizeof s->answer - 20, progress));
    IS(1, progress->whole);
    IS(AMTP_OK, amtp_http_reader_push(reader, s->answer, 3, progress));
    IS(3, progress->unused);
    IS(AMTP_OK, amtp_http_reader_take(reader, &response));
    IS(AMTP_OK, amtp_http_response_get(response, &s->out_amtp_http_message));
    IS_BYTES("<a/>", s->out_amtp_http_message.body.ptr, s->out_amtp_http_message.body.len);
    amtp_http_response_free(response);
}

int main(int argc, char **argv) {
    struct sample s;
    sample_new(&s, argc, argv);
    passwords(&s);
    rfc(&s);
    client(&s);
    exchange(&s);
    trial(&s);
    http(&s);
    sample_free(&s);
    return 0;
}
