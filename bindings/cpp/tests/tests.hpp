// What the files of the test share.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#define IS(expected, found) \
    do { \
        if (!((found) == (expected))) { \
            std::fprintf(stderr, "%s:%d: %s is not %s\n", __FILE__, __LINE__, #found, #expected); \
            std::exit(1); \
        } \
    } while (0)

/// Judges, in an object file that may have been compiled as another version of C++.
int verdict_by_another(const std::string &chain, const std::string &hashes, std::int64_t now);

/// Hello, HTTP Digest, HTTP.
void messages();

/// Sessions, with the certificate in `chain`.
void sessions(const std::string &chain);
