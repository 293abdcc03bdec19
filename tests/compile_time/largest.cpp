// The largest pipelines of the zoo: lowering, passes and plans, for inference and for training. They are compiled with
// 65 % of clang's default number of steps.
#include <cincel/inference.hpp>
#include <cincel/plan/training_plan.hpp>
#include <cincel/zoo/densenet.hpp>
#include <cincel/zoo/efficientnet.hpp>

using namespace cincel;

static_assert(zoo::DenseNet264<>::arena_bytes > 0 && zoo::DenseNet264<>::fingerprint != Fingerprint{});
static_assert(zoo::EfficientNetB7<>::arena_bytes > 0);
static_assert(training_plan<zoo::DenseNet264<>>.arena_bytes > 0 &&
              training_plan<zoo::EfficientNetB7<>>.arena_bytes > 0);
