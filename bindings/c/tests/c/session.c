/* Sessions. The order of operations is that of Intel's guide, as the tests of the core have it. */
#include "sample.h"

static amtp_service_point *service;
static uint8_t leaf[4096];
static amtp_bytes leaf_der;

static void cause_is(const amtp_session *session, const char *name) {
    amtp_finding finding;
    finding.struct_size = sizeof finding;
    IS(AMTP_OK, amtp_session_cause(session, &finding));
    IS_TEXT(name, finding.name);
}

static void number_is(const struct script *t, int64_t expected, int32_t operand, size_t index) {
    int64_t number;
    IS(AMTP_OK, amtp_session_operand_number(t->session, operand, index, &number));
    IS(expected, number);
}

static void text_is(const struct script *t, const char *expected, int32_t operand) {
    amtp_str text;
    IS(AMTP_OK, amtp_session_operand_text(t->session, operand, 0, &text));
    IS_TEXT(expected, text);
}

static void bytes_are(const struct script *t, amtp_bytes expected, int32_t operand) {
    amtp_bytes found;
    IS(AMTP_OK, amtp_session_operand_bytes(t->session, operand, 0, &found));
    IS(expected.len, found.len);
    IS(0, memcmp(expected.ptr, found.ptr, found.len));
}

static void reference_is(const struct script *t, uint64_t expected, int32_t operand) {
    uint64_t number;
    IS(AMTP_OK, amtp_session_operand_reference(t->session, operand, &number));
    IS(expected, number);
}

/* Looks at the operands of the next call with this operation. */
static void next(struct script *t, int32_t operation) { script_until(t, AMTP_OUTPUT_KIND_INVOKE, operation); }

/* The leaf that the session presents, which serves as the device's too, and its key. */
static void take_leaf(struct sample *s) {
    amtp_device_settings *settings;
    amtp_bytes der;
    struct script t;
    IS(AMTP_OK, amtp_device_settings_new(&settings));
    IS(AMTP_OK, amtp_device_settings_set_names(settings, "pc7", 3, NULL, 0, AMTP_NAMES_FROM_IMPORT));
    IS(AMTP_OK, amtp_device_settings_set_facts(settings, s->amtp_facts));
    script_new(&t, in_band(service, settings), settings);
    script_until(&t, AMTP_OUTPUT_KIND_CONNECT, 0);
    IS(AMTP_ERR_ABSENT, amtp_session_endpoint_pin(t.session, &s->out_amtp_bytes));
    IS(AMTP_OK, amtp_session_endpoint_certificate(t.session, 0, &der));
    IS(1, der.len < sizeof leaf);
    memcpy(leaf, der.ptr, der.len);
    leaf_der.ptr = leaf;
    leaf_der.len = der.len;
    amtp_session_free(t.session);

    /* The one that the caller knows is the only one to accept. */
    IS(AMTP_OK, amtp_device_settings_set_pin(settings, s->data, 32));
    script_new(&t, in_band(service, settings), settings);
    script_until(&t, AMTP_OUTPUT_KIND_CONNECT, 0);
    IS(AMTP_OK, amtp_session_endpoint_pin(t.session, &s->out_amtp_bytes));
    IS(0, memcmp(s->data, s->out_amtp_bytes.ptr, 32));
    amtp_session_free(t.session);
    amtp_device_settings_free(settings);
}

/* The SubjectPublicKeyInfo in a certificate with a key of 2048 bits, RSA: 294 bytes that begin like this. */
static amtp_bytes public_key(void) {
    static const uint8_t start[] = {0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86};
    amtp_bytes found = {NULL, 0};
    size_t at;
    for (at = 0; at + 294 <= leaf_der.len; at++)
        if (memcmp(leaf + at, start, sizeof start) == 0) {
            found.ptr = leaf + at;
            found.len = 294;
        }
    IS(294, found.len);
    return found;
}

/* Everything that can be configured, in band; every operand of every operation. */
static void operands(void) {
    static const int32_t order[] = {
        AMTP_OPERATION_GET_GENERAL_SETTINGS, AMTP_OPERATION_GET_SETUP_SERVICE,
        AMTP_OPERATION_GET_RELEASE, AMTP_OPERATION_EXTEND_PROVISIONING_PERIOD,
        AMTP_OPERATION_GET_TIME, AMTP_OPERATION_SET_TIME,
        AMTP_OPERATION_SET_NAMES, AMTP_OPERATION_ADD_TRUSTED_ROOT,
        AMTP_OPERATION_LIST_KEY_PAIRS, AMTP_OPERATION_GENERATE_KEY_PAIR,
        AMTP_OPERATION_GET_PUBLIC_KEY, AMTP_OPERATION_ADD_CERTIFICATE,
        AMTP_OPERATION_BIND_TLS_CERTIFICATE, AMTP_OPERATION_SET_TLS,
        AMTP_OPERATION_SET_TLS, AMTP_OPERATION_SET_ADMIN_PASSWORD,
        AMTP_OPERATION_GET_GENERAL_SETTINGS, AMTP_OPERATION_SET_MEBX_PASSWORD,
        AMTP_OPERATION_COMMIT_CHANGES, AMTP_OPERATION_GET_SETUP_SERVICE,
        AMTP_OPERATION_GET_CONTROL_MODE, AMTP_OPERATION_LIST_ACL_ENTRIES,
        AMTP_OPERATION_REMOVE_ACL_ENTRY, AMTP_OPERATION_LIST_ACL_ENTRIES,
        AMTP_OPERATION_ADD_ACL_ENTRY, AMTP_OPERATION_ADD_ACL_ENTRY,
        AMTP_OPERATION_SET_PING, AMTP_OPERATION_SET_WEB_UI,
        AMTP_OPERATION_SET_REDIRECTION, AMTP_OPERATION_SET_KERBEROS,
        AMTP_OPERATION_GET_POWER_SCHEME, AMTP_OPERATION_SET_POWER_SCHEME,
        AMTP_OPERATION_DELETE_WIRELESS_PROFILES, AMTP_OPERATION_DELETE_PROFILE_CERTIFICATES,
        AMTP_OPERATION_DETECT_WIRELESS, AMTP_OPERATION_ADD_WIRELESS_PROFILE,
        AMTP_OPERATION_ADD_WIRELESS_PROFILE, AMTP_OPERATION_SET_WIRED8021X};
    amtp_device_settings *settings = everything("provision");
    amtp_session_outcome outcome;
    amtp_bytes sid;
    struct script t;
    size_t i;
    int64_t number;
    outcome.struct_size = sizeof outcome;
    script_new(&t, in_band(service, settings), settings);
    /* The session keeps what it was begun with. */
    amtp_device_settings_free(settings);
    t.key = public_key();
    t.certificate = leaf_der;
    IS(0, amtp_session_operand_count(t.session, AMTP_OPERAND_HOST));
    next(&t, AMTP_OPERATION_EXTEND_PROVISIONING_PERIOD);
    number_is(&t, 24, AMTP_OPERAND_HOURS, 0);
    IS(AMTP_ERR_ABSENT, amtp_session_operand_number(t.session, AMTP_OPERAND_HOURS, 1, &number));
    IS(AMTP_ERR_ABSENT, amtp_session_operand_number(t.session, AMTP_OPERAND_HANDLE, 0, &number));
    IS(AMTP_ERR_ENUM, amtp_session_operand_number(t.session, 99, 0, &number));
    script_until(&t, AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT, 0);
    IS_TEXT("provision.example.com", t.out.fqdn);
    next(&t, AMTP_OPERATION_SET_TIME);
    number_is(&t, 1100000000, AMTP_OPERAND_DEVICE_TIME, 0);
    number_is(&t, NOW, AMTP_OPERAND_READ_TIME, 0);
    number_is(&t, NOW, AMTP_OPERAND_SENT_TIME, 0);
    next(&t, AMTP_OPERATION_SET_NAMES);
    text_is(&t, "provision", AMTP_OPERAND_HOST);
    text_is(&t, "example.com", AMTP_OPERAND_DOMAIN);
    next(&t, AMTP_OPERATION_ADD_TRUSTED_ROOT);
    bytes_are(&t, bytes("root"), AMTP_OPERAND_CERTIFICATE);
    next(&t, AMTP_OPERATION_GENERATE_KEY_PAIR);
    number_is(&t, 1, AMTP_OPERAND_KEY, 0);
    IS(0, t.out.repeatable);
    next(&t, AMTP_OPERATION_GET_PUBLIC_KEY);
    text_is(&t, "key 1", AMTP_OPERAND_INSTANCE);
    IS(1, t.out.repeatable);
    script_until(&t, AMTP_OUTPUT_KIND_REQUEST_DEVICE_CERTIFICATE, 0);
    IS_TEXT("provision.example.com", t.out.fqdn);
    IS(294, t.out.public_key.len);
    script_until(&t, AMTP_OUTPUT_KIND_LOOK_FOR_DEVICE_CERTIFICATE, 0);
    IS(1, t.out.look);
    next(&t, AMTP_OPERATION_ADD_CERTIFICATE);
    bytes_are(&t, leaf_der, AMTP_OPERAND_CERTIFICATE);
    next(&t, AMTP_OPERATION_BIND_TLS_CERTIFICATE);
    text_is(&t, "key 1", AMTP_OPERAND_INSTANCE);
    for (i = 1; i <= 2; i++) {
        next(&t, AMTP_OPERATION_SET_TLS);
        number_is(&t, (int64_t)i, AMTP_OPERAND_SIDE, 0);
        IS(1, amtp_session_operand_count(t.session, AMTP_OPERAND_TRUSTED_NAME));
        text_is(&t, "console", AMTP_OPERAND_TRUSTED_NAME);
    }
    next(&t, AMTP_OPERATION_SET_ADMIN_PASSWORD);
    bytes_are(&t, bytes("realm"), AMTP_OPERAND_REALM);
    reference_is(&t, 100, AMTP_OPERAND_SECRET);
    IS(20, strlen(t.admin));
    next(&t, AMTP_OPERATION_GET_GENERAL_SETTINGS);
    IS(AMTP_ACCOUNT_STORED, t.out.account);
    IS(100, t.out.account_reference);
    IS(1, t.out.new_connection);
    next(&t, AMTP_OPERATION_SET_MEBX_PASSWORD);
    reference_is(&t, 7, AMTP_OPERAND_SECRET);
    next(&t, AMTP_OPERATION_REMOVE_ACL_ENTRY);
    number_is(&t, 5, AMTP_OPERAND_HANDLE, 0);
    next(&t, AMTP_OPERATION_ADD_ACL_ENTRY);
    text_is(&t, "operator", AMTP_OPERAND_USER);
    reference_is(&t, 8, AMTP_OPERAND_SECRET);
    number_is(&t, AMTP_ACL_ACCESS_LOCAL, AMTP_OPERAND_ACCESS, 0);
    IS(2, amtp_session_operand_count(t.session, AMTP_OPERAND_ACL_REALM));
    number_is(&t, 3, AMTP_OPERAND_ACL_REALM, 1);
    next(&t, AMTP_OPERATION_ADD_ACL_ENTRY);
    IS(AMTP_OK, amtp_session_operand_bytes(t.session, AMTP_OPERAND_SID, 0, &sid));
    IS(28, sid.len);
    number_is(&t, AMTP_ACL_ACCESS_NETWORK, AMTP_OPERAND_ACCESS, 0);
    IS(0, amtp_session_operand_count(t.session, AMTP_OPERAND_SECRET));
    next(&t, AMTP_OPERATION_SET_PING);
    number_is(&t, 1, AMTP_OPERAND_ICMP, 0);
    number_is(&t, 0, AMTP_OPERAND_RMCP, 0);
    next(&t, AMTP_OPERATION_SET_WEB_UI);
    number_is(&t, 1, AMTP_OPERAND_ENABLED, 0);
    next(&t, AMTP_OPERATION_SET_REDIRECTION);
    number_is(&t, 0, AMTP_OPERAND_SOL, 0);
    number_is(&t, 1, AMTP_OPERAND_IDE_R, 0);
    next(&t, AMTP_OPERATION_SET_KERBEROS);
    text_is(&t, "EXAMPLE.COM", AMTP_OPERAND_KERBEROS_REALM);
    IS(1, amtp_session_operand_count(t.session, AMTP_OPERAND_PRINCIPAL));
    text_is(&t, "HTTP/pc7:16993", AMTP_OPERAND_PRINCIPAL);
    reference_is(&t, 3, AMTP_OPERAND_SECRET);
    next(&t, AMTP_OPERATION_SET_POWER_SCHEME);
    text_is(&t, "ON in S0", AMTP_OPERAND_POWER_SCHEME);
    for (i = 21; i <= 22; i++) {
        next(&t, AMTP_OPERATION_ADD_WIRELESS_PROFILE);
        reference_is(&t, i, AMTP_OPERAND_PROFILE);
    }
    next(&t, AMTP_OPERATION_SET_WIRED8021X);
    reference_is(&t, 23, AMTP_OPERAND_PROFILE);
    script_until(&t, AMTP_OUTPUT_KIND_FINISHED, 0);
    IS(AMTP_OK, amtp_session_result(t.session, &outcome));
    IS(1, outcome.success);
    IS(AMTP_DEVICE_STATUS_PROVISIONED_ADMIN, outcome.status);
    IS(AMTP_MILESTONE_CONFIGURED, outcome.milestone);
    IS(1, outcome.has_admin_password);
    IS(100, outcome.admin_password);
    IS(1, outcome.has_mebx_password);
    IS(7, outcome.mebx_password);
    IS(sizeof order / sizeof *order, t.count);
    for (i = 0; i < t.count; i++)
        IS(order[i], t.operations[i]);
    amtp_session_free(t.session);
}

/* A session that goes on from a snapshot after every wait asks for what the other one asks. */
static void snapshots(struct sample *s) {
    amtp_device_settings *settings = everything("provision"), *other;
    struct script plain, saved;
    amtp_session_outcome outcome;
    amtp_session *restored = NULL;
    size_t length = 0, restarts = 0;
    amtp_output_kind asked;
    outcome.struct_size = sizeof outcome;
    script_new(&plain, in_band(service, settings), settings);
    script_new(&saved, in_band(service, settings), settings);
    plain.key = saved.key = public_key();
    plain.certificate = saved.certificate = leaf_der;
    IS(AMTP_ERR_OUT_OF_TURN, amtp_session_snapshot(saved.session, (uint8_t *)s->buf, sizeof s->buf, &length));
    script_until(&plain, AMTP_OUTPUT_KIND_FINISHED, 0);
    while (script_step(&saved)) {
        if (saved.out.kind != AMTP_OUTPUT_KIND_WAIT_UNTIL)
            continue;
        /* The restored session asks again for whatever it was that this one waits for. A call would count as lost. */
        if (saved.asked.kind != AMTP_OUTPUT_KIND_INVOKE) {
            IS(AMTP_ERR_BUFFER, amtp_session_snapshot(saved.session, NULL, 0, &length));
            IS(AMTP_OK, amtp_session_snapshot(saved.session, (uint8_t *)s->buf, sizeof s->buf, &length));
            amtp_session_free(saved.session);
            IS(AMTP_OK, amtp_session_restore_in_band(service, settings, (uint8_t *)s->buf, length, saved.monotonic, NOW,
                                                     &saved.session));
            restarts++;
            asked = saved.asked.kind;
            saved.asked.kind = AMTP_OUTPUT_KIND_WAIT_UNTIL;
            do
                IS(1, script_step(&saved));
            while (saved.out.kind != AMTP_OUTPUT_KIND_WAIT_UNTIL);
            /* Nobody knows whether the secret was stored, so there is another one, from other bytes. */
            IS(asked == AMTP_OUTPUT_KIND_PERSIST ? AMTP_OUTPUT_KIND_NEED_RANDOM : asked, saved.asked.kind);
            if (asked == AMTP_OUTPUT_KIND_PERSIST) {
                script_answer(&saved);
                do
                    IS(1, script_step(&saved));
                while (saved.out.kind != AMTP_OUTPUT_KIND_WAIT_UNTIL);
            }
        }
        script_answer(&saved);
    }
    IS(AMTP_OK, amtp_session_result(saved.session, &outcome));
    IS(1, outcome.success);
    IS(1, restarts > 2);
    IS(plain.count, saved.count);
    IS(0, memcmp(plain.operations, saved.operations, plain.count * sizeof *plain.operations));
    IS(AMTP_ERR_OUT_OF_TURN, amtp_session_snapshot(saved.session, (uint8_t *)s->buf, sizeof s->buf, &length));
    amtp_session_free(plain.session);
    amtp_session_free(saved.session);

    /* Bytes that are no snapshot, one cut off, one of the other kind, and one for other settings. */
    script_new(&saved, in_band(service, settings), settings);
    script_until(&saved, AMTP_OUTPUT_KIND_INVOKE, AMTP_OPERATION_LIST_KEY_PAIRS);
    script_until(&saved, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_OK, amtp_session_snapshot(saved.session, (uint8_t *)s->buf, sizeof s->buf, &length));
    amtp_session_free(saved.session);
    amtp_device_settings_free(settings);
    IS(AMTP_OK, amtp_device_settings_new(&other));
    IS(AMTP_OK, amtp_device_settings_set_names(other, "pc7", 3, NULL, 0, AMTP_NAMES_FROM_IMPORT));
    IS(AMTP_OK, amtp_device_settings_set_facts(other, s->amtp_facts));
    IS(AMTP_ERR_SNAPSHOT, amtp_session_restore_in_band(service, other, (uint8_t *)s->buf, length, 0, NOW, &restored));
    script_new(&saved, in_band(service, other), other);
    script_until(&saved, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_OK, amtp_session_snapshot(saved.session, (uint8_t *)s->buf, sizeof s->buf, &length));
    IS(AMTP_ERR_SNAPSHOT, amtp_session_restore_in_band(service, other, (uint8_t *)s->buf, length - 1, 0, NOW, &restored));
    IS(AMTP_ERR_SNAPSHOT, amtp_session_restore_in_band(service, other, s->data, sizeof s->data, 0, NOW, &restored));
    IS(AMTP_ERR_SNAPSHOT,
       amtp_session_restore_out_of_band(service, other, (uint8_t *)s->buf, length, 0, NOW, &restored));
    IS(1, restored == NULL);
    amtp_session_free(saved.session);
    amtp_device_settings_free(other);
}

static amtp_session *out_of_band(struct sample *s) {
    amtp_session *made;
    IS(AMTP_OK, amtp_session_out_of_band(service, s->amtp_hello, "2001:db8::7", 11, START, NOW, &made));
    return made;
}

/* Ends, and what is told of them. */
static void ends(struct sample *s) {
    static const uint8_t agreed[32] = {1}, reported[32] = {2};
    amtp_device_settings *settings;
    amtp_session_outcome outcome;
    amtp_finding finding;
    amtp_session *session = NULL;
    amtp_uuid uuid = device_uuid();
    struct script t;
    size_t length;
    outcome.struct_size = sizeof outcome;
    finding.struct_size = sizeof finding;

    script_new(&t, out_of_band(s), NULL);
    script_until(&t, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_ERR_ABSENT, amtp_session_result(t.session, &outcome));
    IS(AMTP_ERR_ENUM, amtp_session_not_resolved(t.session, START, NOW, 4));
    IS(AMTP_OK, amtp_session_not_resolved(t.session, START, NOW, AMTP_NOT_RESOLVED_UNKNOWN));
    script_until(&t, AMTP_OUTPUT_KIND_FINISHED, 0);
    cause_is(t.session, "UNKNOWN_UUID");
    IS(AMTP_OK, amtp_session_result(t.session, &outcome));
    IS(0, outcome.success);
    IS(0, outcome.suspects);
    IS(AMTP_ERR_INDEX, amtp_session_suspect(t.session, 0, &finding));
    amtp_session_free(t.session);

    script_new(&t, out_of_band(s), NULL);
    script_until(&t, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_OK, amtp_session_not_resolved(t.session, START, NOW, AMTP_NOT_RESOLVED_CLIENT_INSTALLED));
    script_until(&t, AMTP_OUTPUT_KIND_FINISHED, 0);
    cause_is(t.session, "CLIENT_INSTALLED");
    IS(0, amtp_session_unfinished_count(t.session));
    amtp_session_free(t.session);

    script_new(&t, out_of_band(s), NULL);
    script_until(&t, AMTP_OUTPUT_KIND_WAIT_UNTIL, 0);
    IS(AMTP_OK, amtp_session_not_resolved(t.session, START, NOW, AMTP_NOT_RESOLVED_BUSY));
    script_until(&t, AMTP_OUTPUT_KIND_FINISHED, 0);
    cause_is(t.session, "DEVICE_BUSY");
    amtp_session_free(t.session);

    /* The device refuses the certificate, as predicted: its suffix is another one. */
    IS(AMTP_OK, amtp_device_settings_new(&settings));
    IS(AMTP_OK, amtp_device_settings_set_names(settings, "pc7", 3, NULL, 0, AMTP_NAMES_FROM_IMPORT));
    IS(AMTP_OK, amtp_device_settings_set_facts(settings, s->amtp_facts));
    script_new(&t, in_band(service, settings), settings);
    t.fault = "TLS";
    script_until(&t, AMTP_OUTPUT_KIND_EVENT, AMTP_EVENT_KIND_CERTIFICATE_CHOSEN);
    IS(AMTP_OK, amtp_session_event_evaluation(t.session, s->scratch_amtp_evaluation));
    IS(AMTP_VERDICT_REJECTED, amtp_evaluation_verdict(s->scratch_amtp_evaluation));
    script_until(&t, AMTP_OUTPUT_KIND_FINISHED, 0);
    cause_is(t.session, "TLS_REFUSED");
    IS(1, amtp_session_unfinished_count(t.session) > 10);
    IS(AMTP_OK, amtp_session_unfinished_step(t.session, 0, &s->out_amtp_str));
    IS_TEXT("open a TLS connection with the provisioning certificate", s->out_amtp_str);
    IS(AMTP_ERR_INDEX, amtp_session_unfinished_step(t.session, 99, &s->out_amtp_str));
    IS(AMTP_OK, amtp_session_cause_text(t.session, s->buf, sizeof s->buf, &length));
    s->buf[length] = 0;
    IS(1, strstr(s->buf, "0x80090304") != NULL);
    IS(AMTP_OK, amtp_session_result(t.session, &outcome));
    IS(1, outcome.suspects > 0);
    IS(AMTP_OK, amtp_session_suspect(t.session, 0, &finding));
    IS_TEXT("SUFFIX_MISMATCH", finding.name);
    amtp_session_free(t.session);

    /* The agent reports another password than was agreed on. */
    IS(AMTP_ERR_RANGE, amtp_device_settings_set_one_time_password(settings, agreed, 31));
    IS(AMTP_OK, amtp_device_settings_set_one_time_password(settings, agreed, 32));
    IS(AMTP_ERR_RANGE,
       amtp_session_in_band(service, settings, &uuid, "192.0.2.7", 9, reported, 20, START, NOW, &session));
    IS(AMTP_OK, amtp_session_in_band(service, settings, &uuid, "192.0.2.7", 9, reported, 32, START, NOW, &session));
    script_new(&t, session, settings);
    script_until(&t, AMTP_OUTPUT_KIND_FINISHED, 0);
    IS(0, t.count);
    cause_is(session, "OTP_MISMATCH");
    amtp_session_free(session);
    amtp_device_settings_free(settings);
}

/* Inputs at the wrong time, and numbers that stand for nothing. */
static void misuse(struct sample *s) {
    amtp_device_settings *settings;
    amtp_session *session = out_of_band(s), *none = NULL;
    amtp_output out;
    amtp_reply reply;
    size_t length;
    memset(&reply, 0, sizeof reply);
    memset(&out, 0, sizeof out);
    IS(AMTP_ERR_STRUCT_SIZE, amtp_session_poll(session, &out));
    IS(AMTP_ERR_OUT_OF_TURN, amtp_session_tick(session, START, NOW));
    IS(AMTP_OK, amtp_session_error(session, &s->out_amtp_error));
    IS(AMTP_ERR_OUT_OF_TURN, s->out_amtp_error.status);
    IS(AMTP_OK, amtp_session_error_text(session, s->buf, sizeof s->buf, &length));
    s->buf[length] = 0;
    IS(1, strstr(s->buf, "every output to be taken first") != NULL);
    out.struct_size = sizeof out;
    IS(AMTP_OK, amtp_session_poll(session, &out));
    IS(AMTP_OUTPUT_KIND_RESOLVE, out.kind);
    IS(AMTP_OK, amtp_session_poll(session, &out));
    IS(AMTP_OUTPUT_KIND_WAIT_UNTIL, out.kind);
    IS(START + 300000, out.until);
    IS(AMTP_ERR_OUT_OF_TURN, amtp_session_stored(session, START, NOW, AMTP_PURPOSE_ADMIN_PASSWORD, 1));
    IS(AMTP_ERR_ENUM, amtp_session_stored(session, START, NOW, 0, 1));
    IS(AMTP_ERR_STRUCT_SIZE, amtp_session_answered(session, START, NOW, 1, 1, &reply));
    reply.struct_size = sizeof reply;
    reply.kind = 99;
    IS(AMTP_ERR_ENUM, amtp_session_answered(session, START, NOW, 1, 1, &reply));
    reply.kind = AMTP_REPLY_KIND_INSTANCES;
    reply.count = 1;
    IS(AMTP_ERR_NULL, amtp_session_answered(session, START, NOW, 1, 1, &reply));
    reply.kind = AMTP_REPLY_KIND_CONTROL_MODE;
    reply.number = -1;
    IS(AMTP_ERR_RANGE, amtp_session_answered(session, START, NOW, 1, 1, &reply));
    reply.number = 1;
    IS(AMTP_OK, amtp_session_answered(session, START, NOW, 1, 1, &reply)); /* late, and told as such */
    IS(AMTP_OK, amtp_session_poll(session, &out));
    IS(AMTP_OUTPUT_KIND_EVENT, out.kind);
    IS(AMTP_OK, amtp_session_event_text(session, s->buf, sizeof s->buf, &length));
    IS_BYTES("late answer to message 1, sending 1", s->buf, length);
    IS(AMTP_OK, amtp_session_poll(session, &out));
    IS(AMTP_ERR_ENUM, amtp_session_failed(session, START, NOW, 1, 1, 0, 0));
    IS(AMTP_ERR_ENUM, amtp_session_failed(session, START, NOW, 1, 1, AMTP_CALL_FAILURE_FAULT, 99));
    IS(AMTP_ERR_RANGE, amtp_session_failed(session, START, NOW, 1, 1, AMTP_CALL_FAILURE_HTTP, 65536));
    IS(AMTP_ERR_RANGE, amtp_session_not_connected(session, START, NOW, AMTP_CONNECT_FAILURE_TLS, -1));
    IS(AMTP_ERR_RANGE, amtp_session_hello(session, START, NOW, s->amtp_hello, "192.0.2.256", 11));
    IS(AMTP_OK, amtp_session_cancel(session, START, NOW));
    amtp_session_free(session);
    IS(AMTP_ERR_RANGE, amtp_session_out_of_band(service, s->amtp_hello, "pc7", 3, START, NOW, &none));
    IS(1, none == NULL);

    IS(AMTP_OK, amtp_device_settings_new(&settings));
    IS(AMTP_ERR_ENUM, amtp_device_settings_set_tls(settings, 3));
    IS(AMTP_ERR_ABSENT, amtp_device_settings_add_tls_root(settings, s->data, 1));
    IS(AMTP_ERR_ABSENT, amtp_device_settings_add_tls_name(settings, "a", 1));
    IS(AMTP_OK, amtp_device_settings_set_tls(settings, AMTP_TLS_AUTHENTICATION_MUTUAL));
    for (length = 0; length < 4; length++)
        IS(AMTP_OK, amtp_device_settings_add_tls_name(settings, "a", 1));
    IS(AMTP_ERR_RANGE, amtp_device_settings_add_tls_name(settings, "a", 1));
    IS(AMTP_ERR_RANGE, amtp_device_settings_set_extend_period(settings, 0));
    IS(AMTP_ERR_RANGE, amtp_device_settings_set_extend_period(settings, 25));
    IS(AMTP_ERR_RANGE, amtp_device_settings_add_kerberos_user(settings, s->data, 3, AMTP_ACL_ACCESS_ANY, NULL, 0));
    IS(AMTP_ERR_RANGE, amtp_device_settings_add_kerberos_user(settings, s->data, 32, AMTP_ACL_ACCESS_ANY, NULL, 0));
    IS(AMTP_ERR_RANGE, amtp_device_settings_set_pin(settings, s->data, 20));
    IS(AMTP_ERR_ENUM, amtp_device_settings_set_mebx(settings, 3, 0, -1, 0));
    IS(AMTP_ERR_ENUM, amtp_device_settings_set_mebx(settings, 0, 0, 2, 0));
    IS(AMTP_ERR_ENUM, amtp_device_settings_set_option(settings, 7, 1));
    amtp_device_settings_free(settings);
    IS(AMTP_ERR_ENUM, amtp_service_point_set_timer(service, 0, 1));
    IS(AMTP_ERR_ENUM, amtp_service_point_set_product(service, 4));
}

static void agent_polls(amtp_agent *agent, amtp_agent_output *out, int32_t kind) {
    IS(AMTP_OK, amtp_agent_poll(agent, out));
    IS(kind, out->kind);
}

/* The hash goes to the server before the device gets the password, and only then the interface opens. */
static void agents(struct sample *s) {
    amtp_agent *agent;
    amtp_agent_output out;
    amtp_facts *facts;
    amtp_finding finding;
    uint8_t hash[32];
    memset(&out, 0, sizeof out);
    out.struct_size = sizeof out;
    finding.struct_size = sizeof finding;
    IS(AMTP_OK, amtp_facts_new(&facts));
    IS(AMTP_OK, amtp_facts_add_root_hashes(facts, HASH, sizeof HASH - 1, 1, AMTP_SOURCE_HOST_INTERFACE));
    IS(AMTP_OK, amtp_agent_new(HASH, sizeof HASH - 1, AMTP_PRODUCT_CONFIG_MGR2012, 0, START, NOW, &agent));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_READ_FACTS);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(START + 300000, out.until);
    IS(AMTP_ERR_OUT_OF_TURN, amtp_agent_password_set(agent, START, NOW, 0));
    IS(AMTP_OK, amtp_agent_facts(agent, START, NOW, 1, AMTP_DEVICE_STATUS_NOT_PROVISIONED, facts));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_NEED_RANDOM);
    IS(64, out.length);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(AMTP_ERR_RANDOM, amtp_agent_random(agent, START, NOW, s->random, 8));
    IS(AMTP_OK, amtp_agent_random(agent, START, NOW, s->random, 64));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_SEND_HASH);
    IS(32, out.data.len);
    memcpy(hash, out.data.ptr, 32);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(AMTP_OK, amtp_agent_hash_stored(agent, START, NOW, 1));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_SET_ONE_TIME_PASSWORD);
    IS(24, out.data.len);
    IS(AMTP_OK, amtp_hash_compute(AMTP_HASH_ALGORITHM_SHA256, out.data.ptr, out.data.len, &s->out_amtp_hash));
    IS(0, memcmp(hash, s->out_amtp_hash.value, 32));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(0, out.data.len);
    IS(AMTP_OK, amtp_agent_password_set(agent, START, NOW, 0));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_OPEN_INTERFACE);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(AMTP_ERR_OUT_OF_TURN, amtp_agent_password_set(agent, START, NOW, 0));
    IS(AMTP_OK, amtp_agent_interface_opened(agent, START, NOW, 0));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_TASK_END);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_FINISHED);
    IS(1, out.interface_open);
    IS(AMTP_ERR_ABSENT, amtp_agent_cause(agent, &finding));
    amtp_agent_free(agent);

    IS(AMTP_OK, amtp_agent_new(HASH, sizeof HASH - 1, AMTP_PRODUCT_CONFIG_MGR2012, 1000, START, NOW, &agent));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_READ_FACTS);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_WAIT_UNTIL);
    IS(START + 1000, out.until);
    IS(AMTP_OK, amtp_agent_facts(agent, START, NOW, 0, AMTP_DEVICE_STATUS_NOT_PROVISIONED, facts));
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_TASK_END);
    agent_polls(agent, &out, AMTP_AGENT_OUTPUT_KIND_FINISHED);
    IS(0, out.interface_open);
    IS(AMTP_OK, amtp_agent_cause(agent, &finding));
    IS_TEXT("HECI_MISSING", finding.name);
    amtp_agent_free(agent);
    amtp_facts_free(facts);
}

int main(int argc, char **argv) {
    struct sample s;
    sample_new(&s, argc, argv);
    service = service_point(s.amtp_prepared);
    take_leaf(&s);
    operands();
    snapshots(&s);
    ends(&s);
    misuse(&s);
    agents(&s);
    amtp_service_point_free(service);
    sample_free(&s);
    return 0;
}
