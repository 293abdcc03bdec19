// expect: the network has 2 outputs and the loss is for 1; use OutputLosses<Loss...> with one for each output, or WithAuxiliaries<Loss> where all learn the same
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<3>>>>;
int main() {
  Model<Net, SGD, MeanSquaredError> model;
  model.train_on_batch(std::vector<float>(4), std::vector<float>(2));
}
