// expect: layer 1, Mine: lacks static constexpr Reads reads, which says what its backward reads
#include <cincel/inference.hpp>
using namespace cincel;
struct Mine {
  static constexpr const char* keras_name = "Mine";
  static constexpr void spell(Text& t) { t << "Mine"; }
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::user, .out = b.shape(x), .user = &user_ops<Mine>}, x);
  }
  template <class T>
  static void forward(const UserForward<T>&) {}
};
using Net = Sequential<Input<8>, Mine>;
static_assert(Net::output_shape == Shape(8));
