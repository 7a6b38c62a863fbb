#pragma once
// From a command's arguments to the configuration and the services that it describes.

#include "core/base/result.h"
#include <memory>

namespace nb::config {
struct Loaded;
enum class Program;
} // namespace nb::config

namespace nb::app {

class Arguments;
struct Services;

// --config, and the option table's flag for each of `flags` ("provider", "host", …).
void addConfigurationOptions(Arguments& arguments,
                             std::initializer_list<const char*> flags = {"provider", "method"});

// What this program reads of .env, --config FILE, the environment, the flags. Error: InvalidArgument, all
// faults at once.
Result<config::Loaded> loadConfiguration(const Arguments& arguments, config::Program program);

// For commands that edit files: loads, prints warnings to stderr, logs there too, builds the
// services.
Result<std::unique_ptr<Services>> configuredServices(const Arguments& arguments);

} // namespace nb::app
