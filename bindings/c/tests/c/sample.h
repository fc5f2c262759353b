/* What the C tests share: a judgement on the sample data of the tool, and two macros. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <amt_provisioning.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-11-21T12:00:00Z */
#define NOW 1795262400
#define HASH "742c3192e607e424eb4549542be1bbc53e6174e2"

#define IS(expected, call) \
    do { \
        long is_found = (long)(call); \
        if (is_found != (long)(expected)) { \
            fprintf(stderr, "%s:%d: %s is %ld, not %s\n", __FILE__, __LINE__, #call, is_found, #expected); \
            exit(1); \
        } \
    } while (0)

#define IS_NOT(unwanted, call) \
    do { \
        if ((long)(call) == (long)(unwanted)) { \
            fprintf(stderr, "%s:%d: %s is %s\n", __FILE__, __LINE__, #call, #unwanted); \
            exit(1); \
        } \
    } while (0)

#define IS_TEXT(expected, view) \
    do { \
        amtp_str is_view = (view); \
        if (is_view.len != strlen(expected) || memcmp(is_view.ptr, expected, is_view.len) != 0) { \
            fprintf(stderr, "%s:%d: %s is \"%.*s\", not \"%s\"\n", __FILE__, __LINE__, #view, (int)is_view.len, \
                    is_view.ptr, expected); \
            exit(1); \
        } \
    } while (0)

#define IS_BYTES(expected, bytes, length) \
    do { \
        if ((length) != sizeof(expected) - 1 || memcmp(bytes, expected, sizeof(expected) - 1) != 0) { \
            fprintf(stderr, "%s:%d: found \"%.*s\", not \"%s\"\n", __FILE__, __LINE__, (int)(length), \
                    (const char *)(bytes), expected); \
            exit(1); \
        } \
    } while (0)

struct sample {
    amtp_bag *amtp_bag, *scratch_amtp_bag, *failed_bag;
    amtp_facts *amtp_facts, *scratch_amtp_facts, *failed_facts;
    amtp_policy *amtp_policy, *scratch_amtp_policy;
    amtp_evaluation *amtp_evaluation, *scratch_amtp_evaluation;
    amtp_prepared *amtp_prepared;
    amtp_device *amtp_device;
    amtp_report *amtp_report;
    amtp_matrix *amtp_matrix;
    amtp_ranking *amtp_ranking;
    amtp_hello *amtp_hello, *scratch_amtp_hello, *failed_hello;
    amtp_credentials *amtp_credentials;
    amtp_digest_client *amtp_digest_client, *scratch_amtp_digest_client, *failed_digest_client;
    amtp_authorization *amtp_authorization, *scratch_amtp_authorization, *failed_authorization;
    amtp_server_lookup *amtp_server_lookup, *scratch_amtp_server_lookup, *failed_server_lookup;
    amtp_trial *amtp_trial, *scratch_amtp_trial, *failed_trial;
    amtp_http_response *amtp_http_response;
    amtp_http_reader *scratch_amtp_http_reader, *failed_http_reader;
    amtp_exchange *amtp_exchange, *scratch_amtp_exchange, *failed_exchange, *challenged_amtp_exchange;
    amtp_service_point *amtp_service_point, *scratch_amtp_service_point;
    amtp_device_settings *amtp_device_settings, *scratch_amtp_device_settings;
    /* One that waits, one that has ended, and several at the outputs that the names say. */
    amtp_session *amtp_session, *scratch_amtp_session, *failed_session, *connecting_session, *naming_session,
        *timing_session, *password_session, *reporting_session, *choosing_session, *refused_session;
    amtp_agent *amtp_agent, *scratch_amtp_agent, *failed_agent;
    const amtp_prepared *certificate;
    const amtp_credentials *account;
    amtp_path_limits limits;
    amtp_bytes item, hash, challenge, out_amtp_bytes;
    amtp_uuid out_amtp_uuid;
    amtp_hello_progress out_amtp_hello_progress;
    amtp_hello_fields out_amtp_hello_fields;
    amtp_hello_hash out_amtp_hello_hash;
    amtp_digest_request out_amtp_digest_request;
    amtp_digest_offer out_amtp_digest_offer;
    amtp_refusal out_amtp_refusal;
    amtp_server_proof out_amtp_server_proof;
    amtp_verification out_amtp_verification;
    amtp_trial_step out_amtp_trial_step;
    amtp_http_request out_amtp_http_request;
    amtp_http_message out_amtp_http_message;
    amtp_http_field out_amtp_http_field;
    amtp_http_progress out_amtp_http_progress;
    amtp_exchange_step out_amtp_exchange_step;
    amtp_exchange_result out_amtp_exchange_result;
    amtp_output out_amtp_output;
    amtp_endpoint out_amtp_endpoint;
    amtp_event out_amtp_event;
    amtp_session_outcome out_amtp_session_outcome;
    amtp_reply out_amtp_reply;
    amtp_agent_output out_amtp_agent_output;
    uint8_t snapshot[1024], snapshot_in_band[1024], sid[28];
    size_t snapshot_len, snapshot_in_band_len;
    amtp_str out_amtp_str;
    amtp_error out_amtp_error;
    amtp_finding out_amtp_finding;
    amtp_rule out_amtp_rule;
    amtp_certificate out_amtp_certificate;
    amtp_hash out_amtp_hash;
    amtp_check out_amtp_check;
    size_t out_size_t;
    int32_t out_int32_t;
    uint32_t out_uint32_t;
    uint64_t out_uint64_t;
    int64_t out_int64_t;
    uint8_t data[32], hello[59], random[256], info[13], answer[53], authorization[63];
    char buf[65536];
};

static inline size_t read_file(const char *name, char *to, size_t cap) {
    FILE *file = fopen(name, "rb");
    size_t length;
    if (!file) {
        perror(name);
        exit(1);
    }
    length = fread(to, 1, cap, file);
    fclose(file);
    return length;
}

static inline amtp_str str(const char *text) {
    amtp_str view;
    view.ptr = text;
    view.len = strlen(text);
    return view;
}

static inline amtp_bytes bytes(const char *text) {
    amtp_bytes view;
    view.ptr = (const uint8_t *)text;
    view.len = strlen(text);
    return view;
}

#include "session.h"

#define ANSWER "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 4\r\n\r\n<a/>"
#define UNAUTHORIZED "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: "
#define CHALLENGE "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""
#define AUTHORIZATION "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"\""

static inline void receive(amtp_exchange *exchange, const char *text) {
    IS(AMTP_OK, amtp_exchange_received(exchange, (const uint8_t *)text, strlen(text)));
}

/* An exchange that has begun a call, and was answered with 401. */
static inline amtp_exchange *challenged(struct sample *s) {
    amtp_exchange *exchange;
    IS(AMTP_OK, amtp_exchange_new("192.0.2.7:16992", 15, AMTP_DIGEST_PROFILE_TCP, AMTP_DIGEST_ANY, 0, &exchange));
    IS(AMTP_OK, amtp_exchange_start(exchange, (const uint8_t *)"<b/>", 4));
    IS(AMTP_OK, amtp_exchange_connected(exchange));
    IS(AMTP_OK, amtp_exchange_poll(exchange, &s->out_amtp_exchange_step));
    IS(AMTP_EXCHANGE_ACTION_SEND, s->out_amtp_exchange_step.action);
    receive(exchange, UNAUTHORIZED CHALLENGE "\r\nContent-Length: 0\r\n\r\n");
    return exchange;
}

static inline void sample_messages_new(struct sample *s) {
    size_t i;
    s->out_amtp_hello_progress.struct_size = sizeof s->out_amtp_hello_progress;
    s->out_amtp_hello_fields.struct_size = sizeof s->out_amtp_hello_fields;
    s->out_amtp_hello_hash.struct_size = sizeof s->out_amtp_hello_hash;
    s->out_amtp_digest_request.struct_size = sizeof s->out_amtp_digest_request;
    s->out_amtp_digest_offer.struct_size = sizeof s->out_amtp_digest_offer;
    s->out_amtp_trial_step.struct_size = sizeof s->out_amtp_trial_step;
    s->out_amtp_http_request.struct_size = sizeof s->out_amtp_http_request;
    s->out_amtp_http_message.struct_size = sizeof s->out_amtp_http_message;
    s->out_amtp_http_field.struct_size = sizeof s->out_amtp_http_field;
    s->out_amtp_http_progress.struct_size = sizeof s->out_amtp_http_progress;
    s->out_amtp_exchange_step.struct_size = sizeof s->out_amtp_exchange_step;
    s->out_amtp_exchange_result.struct_size = sizeof s->out_amtp_exchange_result;
    s->out_amtp_digest_request.method = str("GET");
    s->out_amtp_digest_request.uri = str("/");
    s->out_amtp_digest_offer.realm = bytes("r");
    s->out_amtp_digest_offer.nonce = bytes("n");
    s->out_amtp_digest_offer.qop = AMTP_QOP_AUTH;
    s->out_amtp_http_request.method = str("GET");
    s->out_amtp_http_request.target = str("/");
    s->out_amtp_http_request.host = str("192.0.2.7:16992");
    for (i = 0; i < sizeof s->random; i++)
        s->random[i] = (uint8_t)(i * 167);
    memcpy(s->info, "nextnonce=\"n\"", sizeof s->info);
    memcpy(s->answer, ANSWER, sizeof s->answer);
    memcpy(s->authorization, AUTHORIZATION, sizeof s->authorization);
    s->challenge = bytes(CHALLENGE);
    s->hash = bytes("20 bytes, as SHA-1..");
    /* Version 3, retry count 15, no UUID, one SHA-256. */
    s->hello[0] = 1;
    s->hello[2] = 3;
    s->hello[4] = 15;
    s->hello[24] = 1;
    s->hello[25] = 2;
    s->hello[26] = 32;
    IS(AMTP_OK, amtp_hello_new(0, 0, &s->amtp_hello));
    IS(AMTP_OK, amtp_hello_new(0, 0, &s->scratch_amtp_hello));
    IS(AMTP_OK, amtp_hello_new(0, 0, &s->failed_hello));
    IS(AMTP_OK, amtp_hello_read(s->amtp_hello, s->hello, sizeof s->hello));
    IS(AMTP_ERR_HELLO_TRUNCATED, amtp_hello_read(s->failed_hello, s->hello, 40));
    IS(AMTP_OK, amtp_credentials_new("u", 1, (const uint8_t *)"p", 1, &s->amtp_credentials));
    s->account = s->amtp_credentials;
    IS(AMTP_OK, amtp_digest_client_new(AMTP_DIGEST_PROFILE_TLS, AMTP_DIGEST_ANY, &s->amtp_digest_client));
    IS(AMTP_OK, amtp_digest_client_new(AMTP_DIGEST_PROFILE_TLS, AMTP_DIGEST_ANY, &s->scratch_amtp_digest_client));
    IS(AMTP_OK, amtp_digest_client_new(AMTP_DIGEST_PROFILE_TLS, AMTP_DIGEST_ALGORITHM_SHA256,
                                       &s->failed_digest_client));
    IS(AMTP_OK, amtp_digest_client_challenge(s->amtp_digest_client, &s->challenge, 1, s->account, s->random, 16));
    IS(AMTP_ERR_DIGEST_POLICY,
       amtp_digest_client_challenge(s->failed_digest_client, &s->challenge, 1, s->account, s->random, 16));
    IS(AMTP_OK, amtp_authorization_new(&s->amtp_authorization));
    IS(AMTP_OK, amtp_authorization_new(&s->scratch_amtp_authorization));
    IS(AMTP_OK, amtp_authorization_new(&s->failed_authorization));
    IS(AMTP_OK, amtp_authorization_read(s->amtp_authorization, s->authorization, sizeof s->authorization));
    IS(AMTP_ERR_HEADER, amtp_authorization_read(s->failed_authorization, s->authorization, 20));
    IS(AMTP_OK, amtp_server_lookup_new(&s->amtp_server_lookup));
    IS(AMTP_OK, amtp_server_lookup_set(s->amtp_server_lookup, AMTP_LOOKUP_METHOD_FQDN, "amt.example.com", 15));
    IS(AMTP_OK, amtp_server_lookup_new(&s->scratch_amtp_server_lookup));
    IS(AMTP_OK, amtp_server_lookup_new(&s->failed_server_lookup));
    IS(AMTP_ERR_NAME, amtp_server_lookup_set(s->failed_server_lookup, AMTP_LOOKUP_METHOD_FQDN, "a..b", 4));
    IS(AMTP_OK, amtp_trial_new(&s->account, 1, AMTP_FACTORY_ACCOUNTS_ADMIN, 0, &s->amtp_trial));
    IS(AMTP_OK, amtp_trial_new(&s->account, 1, AMTP_FACTORY_ACCOUNTS_ADMIN, 0, &s->scratch_amtp_trial));
    IS(AMTP_OK, amtp_trial_new(NULL, 0, AMTP_FACTORY_ACCOUNTS_ADMIN, 0, &s->failed_trial));
    IS(AMTP_OK, amtp_trial_handle(s->failed_trial, AMTP_TRIAL_EVENT_WRONG_CREDENTIALS, &s->out_amtp_trial_step));
    IS(AMTP_OK, amtp_http_reader_new(0, &s->scratch_amtp_http_reader));
    IS(AMTP_OK, amtp_http_reader_push(s->scratch_amtp_http_reader, s->answer, sizeof s->answer,
                                      &s->out_amtp_http_progress));
    IS(AMTP_OK, amtp_http_reader_take(s->scratch_amtp_http_reader, &s->amtp_http_response));
    IS(AMTP_OK, amtp_http_reader_new(0, &s->failed_http_reader));
    IS(AMTP_ERR_HTTP_NOT_HTTP, amtp_http_reader_push(s->failed_http_reader, s->data, sizeof s->data,
                                                     &s->out_amtp_http_progress));
    s->challenged_amtp_exchange = challenged(s);
    s->failed_exchange = challenged(s);
    IS(AMTP_ERR_OUT_OF_TURN, amtp_exchange_connected(s->failed_exchange));
    s->amtp_exchange = challenged(s);
    IS(AMTP_OK, amtp_exchange_credentials(s->amtp_exchange, s->account, s->random, 16));
    IS(AMTP_OK, amtp_exchange_poll(s->amtp_exchange, &s->out_amtp_exchange_step));
    receive(s->amtp_exchange, ANSWER);
    IS(AMTP_OK, amtp_exchange_poll(s->amtp_exchange, &s->out_amtp_exchange_step));
    IS(AMTP_OK, amtp_exchange_new("192.0.2.7:16992", 15, AMTP_DIGEST_PROFILE_TCP, AMTP_DIGEST_ANY, 0,
                                  &s->scratch_amtp_exchange));
}

static inline void sample_messages_free(struct sample *s) {
    amtp_exchange_free(s->scratch_amtp_exchange);
    amtp_exchange_free(s->amtp_exchange);
    amtp_exchange_free(s->failed_exchange);
    amtp_exchange_free(s->challenged_amtp_exchange);
    amtp_http_reader_free(s->failed_http_reader);
    amtp_http_reader_free(s->scratch_amtp_http_reader);
    amtp_http_response_free(s->amtp_http_response);
    amtp_server_lookup_free(s->failed_server_lookup);
    amtp_server_lookup_free(s->scratch_amtp_server_lookup);
    amtp_server_lookup_free(s->amtp_server_lookup);
    amtp_trial_free(s->failed_trial);
    amtp_trial_free(s->scratch_amtp_trial);
    amtp_trial_free(s->amtp_trial);
    amtp_authorization_free(s->failed_authorization);
    amtp_authorization_free(s->scratch_amtp_authorization);
    amtp_authorization_free(s->amtp_authorization);
    amtp_digest_client_free(s->failed_digest_client);
    amtp_digest_client_free(s->scratch_amtp_digest_client);
    amtp_digest_client_free(s->amtp_digest_client);
    amtp_credentials_free(s->amtp_credentials);
    amtp_hello_free(s->failed_hello);
    amtp_hello_free(s->scratch_amtp_hello);
    amtp_hello_free(s->amtp_hello);
}

/* A session in band that has come to this output. */
static inline amtp_session *session_at(const struct sample *s, int32_t kind, int32_t of) {
    struct script t;
    script_new(&t, in_band(s->amtp_service_point, s->amtp_device_settings), s->amtp_device_settings);
    if (kind == AMTP_OUTPUT_KIND_FINISHED)
        t.fault = "TLS";
    script_until(&t, kind, of);
    return t.session;
}

/* An agent that has ended, without success. */
static inline amtp_agent *ended_agent(struct sample *s) {
    amtp_agent *agent;
    IS(AMTP_OK, amtp_agent_new(HASH, sizeof HASH - 1, AMTP_PRODUCT_INTEL_GUIDE, 0, 0, NOW, &agent));
    do
        IS(AMTP_OK, amtp_agent_poll(agent, &s->out_amtp_agent_output));
    while (s->out_amtp_agent_output.kind != AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(AMTP_OK, amtp_agent_cancel(agent, 0, NOW));
    do
        IS(AMTP_OK, amtp_agent_poll(agent, &s->out_amtp_agent_output));
    while (s->out_amtp_agent_output.kind != AMTP_AGENT_OUTPUT_KIND_FINISHED);
    return agent;
}

static inline void sample_sessions_new(struct sample *s) {
    struct script t;
    amtp_facts *facts;
    s->out_amtp_output.struct_size = sizeof s->out_amtp_output;
    s->out_amtp_endpoint.struct_size = sizeof s->out_amtp_endpoint;
    s->out_amtp_event.struct_size = sizeof s->out_amtp_event;
    s->out_amtp_session_outcome.struct_size = sizeof s->out_amtp_session_outcome;
    s->out_amtp_reply.struct_size = sizeof s->out_amtp_reply;
    s->out_amtp_agent_output.struct_size = sizeof s->out_amtp_agent_output;
    s->amtp_service_point = service_point(s->amtp_prepared);
    s->scratch_amtp_service_point = service_point(s->amtp_prepared);
    IS(AMTP_OK, amtp_device_settings_new(&s->amtp_device_settings));
    IS(AMTP_OK, amtp_device_settings_set_names(s->amtp_device_settings, "pc7", 3, NULL, 0, AMTP_NAMES_FROM_IMPORT));
    IS(AMTP_OK, amtp_facts_new(&facts));
    IS(AMTP_OK, amtp_facts_set_release(facts, "11.8.50", 7, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_add_suffix(facts, "example.net", 11, AMTP_SUFFIX_SOURCE_DHCP_OPTION15, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_device_settings_set_facts(s->amtp_device_settings, facts));
    amtp_facts_free(facts);
    IS(AMTP_OK, amtp_device_settings_new(&s->scratch_amtp_device_settings));
    s->amtp_session = session_at(s, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_OK, amtp_session_snapshot(s->amtp_session, s->snapshot_in_band, sizeof s->snapshot_in_band,
                                      &s->snapshot_in_band_len));
    script_new(&t, NULL, NULL);
    IS(AMTP_OK, amtp_session_out_of_band(s->amtp_service_point, s->amtp_hello, "192.0.2.7", 9, 0, NOW, &t.session));
    IS(AMTP_ERR_OUT_OF_TURN, amtp_session_tick(t.session, 0, NOW));
    s->failed_session = t.session;
    IS(AMTP_OK, amtp_session_out_of_band(s->amtp_service_point, s->amtp_hello, "192.0.2.7", 9, 0, NOW, &t.session));
    script_until(&t, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_OK, amtp_session_snapshot(t.session, s->snapshot, sizeof s->snapshot, &s->snapshot_len));
    amtp_session_free(t.session);
    s->scratch_amtp_session = session_at(s, AMTP_OUTPUT_KIND_FINISHED, 0);
    s->refused_session = session_at(s, AMTP_OUTPUT_KIND_FINISHED, 0);
    s->naming_session = session_at(s, AMTP_OUTPUT_KIND_INVOKE, AMTP_OPERATION_SET_NAMES);
    s->timing_session = session_at(s, AMTP_OUTPUT_KIND_INVOKE, AMTP_OPERATION_SET_TIME);
    s->password_session = session_at(s, AMTP_OUTPUT_KIND_INVOKE, AMTP_OPERATION_SET_ADMIN_PASSWORD);
    s->reporting_session = session_at(s, AMTP_OUTPUT_KIND_EVENT, AMTP_EVENT_KIND_STATUS);
    s->choosing_session = session_at(s, AMTP_OUTPUT_KIND_EVENT, AMTP_EVENT_KIND_CERTIFICATE_CHOSEN);
    /* The others talk to a device that shows another certificate. */
    IS(AMTP_OK, amtp_device_settings_set_pin(s->amtp_device_settings, s->data, 32));
    s->connecting_session = session_at(s, AMTP_OUTPUT_KIND_CONNECT, 0);
    s->amtp_agent = ended_agent(s);
    s->scratch_amtp_agent = ended_agent(s);
    IS(AMTP_OK, amtp_agent_new(HASH, sizeof HASH - 1, AMTP_PRODUCT_INTEL_GUIDE, 0, 0, NOW, &s->failed_agent));
    IS(AMTP_ERR_OUT_OF_TURN, amtp_agent_tick(s->failed_agent, 0, NOW));
}

static inline void sample_sessions_free(struct sample *s) {
    amtp_agent_free(s->failed_agent);
    amtp_agent_free(s->scratch_amtp_agent);
    amtp_agent_free(s->amtp_agent);
    amtp_session_free(s->choosing_session);
    amtp_session_free(s->reporting_session);
    amtp_session_free(s->password_session);
    amtp_session_free(s->timing_session);
    amtp_session_free(s->naming_session);
    amtp_session_free(s->connecting_session);
    amtp_session_free(s->refused_session);
    amtp_session_free(s->scratch_amtp_session);
    amtp_session_free(s->failed_session);
    amtp_session_free(s->amtp_session);
    amtp_device_settings_free(s->scratch_amtp_device_settings);
    amtp_device_settings_free(s->amtp_device_settings);
    amtp_service_point_free(s->scratch_amtp_service_point);
    amtp_service_point_free(s->amtp_service_point);
}

/* The first argument is a file with the chain, the second one with the device's root hashes. The suffix of the
 * device is another one than the certificate's, and a part of the input is no certificate, so that there is
 * something to report. */
static inline void sample_new(struct sample *s, int argc, char **argv) {
    static char chain[65536], hashes[65536];
    amtp_bytes items[2];
    size_t length;
    if (argc != 3) {
        fprintf(stderr, "expected CHAIN HASHES\n");
        exit(1);
    }
    memset(s, 0, sizeof *s);
    s->out_amtp_error.struct_size = sizeof s->out_amtp_error;
    s->out_amtp_finding.struct_size = sizeof s->out_amtp_finding;
    s->out_amtp_rule.struct_size = sizeof s->out_amtp_rule;
    s->out_amtp_certificate.struct_size = sizeof s->out_amtp_certificate;
    s->out_amtp_hash.struct_size = sizeof s->out_amtp_hash;
    s->out_amtp_check.struct_size = sizeof s->out_amtp_check;
    s->limits.struct_size = sizeof s->limits;
    items[0].ptr = (const uint8_t *)chain;
    items[0].len = read_file(argv[1], chain, sizeof chain);
    items[1].ptr = (const uint8_t *)"no certificate";
    items[1].len = 14;
    s->item = items[1];
    IS(AMTP_OK, amtp_bag_new(&s->amtp_bag));
    IS(AMTP_OK, amtp_bag_read_all(s->amtp_bag, items, 2));
    IS(AMTP_OK, amtp_bag_new(&s->scratch_amtp_bag));
    IS(AMTP_OK, amtp_bag_new(&s->failed_bag));
    IS(AMTP_OK, amtp_bag_set_limits(s->failed_bag, 0, 0, 10));
    IS(AMTP_ERR_INPUT_TOO_LARGE, amtp_bag_read(s->failed_bag, items[0].ptr, items[0].len));
    IS(AMTP_OK, amtp_prepared_new(s->amtp_bag, NULL, 0, NULL, &s->amtp_prepared));
    s->certificate = s->amtp_prepared;
    IS(AMTP_OK, amtp_facts_new(&s->amtp_facts));
    IS(AMTP_OK, amtp_facts_new(&s->scratch_amtp_facts));
    IS(AMTP_OK, amtp_facts_new(&s->failed_facts));
    IS(AMTP_ERR_RELEASE, amtp_facts_set_release(s->failed_facts, "16.x", 4, AMTP_SOURCE_OPERATOR));
    length = read_file(argv[2], hashes, sizeof hashes);
    IS(AMTP_OK, amtp_facts_set_release(s->amtp_facts, "16.1.30.2269", 12, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_add_root_hashes(s->amtp_facts, hashes, length, 1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_add_suffix(s->amtp_facts, "example.net", 11, AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX,
                                      AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_device_new(s->amtp_facts, &s->amtp_device));
    IS(AMTP_OK, amtp_policy_new(&s->amtp_policy));
    IS(AMTP_OK, amtp_policy_new(&s->scratch_amtp_policy));
    IS(AMTP_OK, amtp_evaluation_new(&s->amtp_evaluation));
    IS(AMTP_OK, amtp_evaluation_new(&s->scratch_amtp_evaluation));
    IS(AMTP_OK, amtp_judge(s->amtp_prepared, s->amtp_device, NULL, NOW, s->amtp_evaluation));
    IS(AMTP_OK, amtp_report_new(s->amtp_prepared, s->amtp_device, NULL, NOW, &s->amtp_report));
    IS(AMTP_OK, amtp_matrix_new(s->amtp_prepared, s->amtp_device, NULL, NOW, &s->amtp_matrix));
    IS(AMTP_OK, amtp_choose(&s->certificate, 1, s->amtp_device, NULL, NOW, &s->amtp_ranking));
    sample_messages_new(s);
    sample_sessions_new(s);
}

static inline void sample_free(struct sample *s) {
    sample_sessions_free(s);
    sample_messages_free(s);
    amtp_ranking_free(s->amtp_ranking);
    amtp_matrix_free(s->amtp_matrix);
    amtp_report_free(s->amtp_report);
    amtp_evaluation_free(s->scratch_amtp_evaluation);
    amtp_evaluation_free(s->amtp_evaluation);
    amtp_policy_free(s->scratch_amtp_policy);
    amtp_policy_free(s->amtp_policy);
    amtp_device_free(s->amtp_device);
    amtp_facts_free(s->failed_facts);
    amtp_facts_free(s->scratch_amtp_facts);
    amtp_facts_free(s->amtp_facts);
    amtp_prepared_free(s->amtp_prepared);
    amtp_bag_free(s->failed_bag);
    amtp_bag_free(s->scratch_amtp_bag);
    amtp_bag_free(s->amtp_bag);
}

#endif
