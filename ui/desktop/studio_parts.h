#pragma once
// The models and services of the studio, as the composition root (app/studio) has built them, for the window
// and the controllers. It owns none of them.

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class Autosave;
class EmbeddedServer;
class Engine;
class GenerationQueue;
class KeyStore;
class PlanUpdater;
class Preferences;
class ProviderModel;
class RecentFiles;
class RequestDraft;
class ResultSelection;
class ResultsModel;
class StudioDocument;
class ToolBox;
class VariantBrush;
class VariantMix;

// All outlive the window.
struct StudioParts {
    WorkerPool& pool; // for pixels
    Preferences& preferences;
    KeyStore& keys;
    RecentFiles& recentFiles;
    Engine& engine;
    EmbeddedServer& server;
    StudioDocument& document;
    Autosave& autosave;
    ToolBox& tools;
    ProviderModel& providers;
    PlanUpdater& plan;
    RequestDraft& draft;
    GenerationQueue& queue;
    ResultSelection& selection;
    ResultsModel& results;
    VariantMix& mix;
    VariantBrush& variantBrush;
};

} // namespace nb::desktop
