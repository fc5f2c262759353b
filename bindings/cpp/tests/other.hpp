// Judges, in an object file that may have been compiled as another version of C++.
#pragma once

#include <cstdint>
#include <string>

int verdict_by_another(const std::string &chain, const std::string &hashes, std::int64_t now);
