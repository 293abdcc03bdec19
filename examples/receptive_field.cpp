// The receptive field of each layer of VGG-16, a table that the compiler computes, and a drawing of it: what one pixel
// behind each pooling sees of the image. Usage: receptive_field [FILE.svg]
#include <cincel/model/graph_view.hpp>
#include <cincel/zoo/vgg.hpp>

#include <cstdio>
#include <fstream>

using namespace cincel;

using Net = zoo::VGG16<>;

// Simonyan and Zisserman: three 3x3 convolutions see 7x7; at the end one pixel sees 212x212 of 224x224.
static_assert(Net::receptive_field == Size(212));

int main(int count, char** argument) {
  const GraphView g = graph_view<Net>();
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 260 260\" font-family=\"sans-serif\" "
      "font-size=\"7\">\n<rect x=\"18\" y=\"18\" width=\"224\" height=\"224\" fill=\"#eeeeee\"/>\n";
  for (std::size_t i = 0; i < g.ops.size() && g.ops[i].out.rank == 3; ++i) {
    const LayerFacts& f = Net::layer_facts[i];
    const Size field = f.receptive_field;
    std::printf("%-28s %4lldx%-4lld sees %3dx%d\n", g.name(i).c_str(), static_cast<long long>(f.output_shape[0]),
                static_cast<long long>(f.output_shape[1]), field.h, field.w);
    if (g.ops[i].kind != Kind::max_pooling2d) continue;
    const double size = field.h, at = 130 - size / 2;
    char text[320];
    std::snprintf(text, sizeof text,
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#20639b\"/>\n"
                  "<text x=\"%.1f\" y=\"%.1f\">%s: %d</text>\n",
                  at, at, size, size, at + 2, at + 8, g.name(i).c_str(), field.h);
    svg += text;
  }
  if (count < 2) return 0;
  std::ofstream file(argument[1]);
  file << svg << "</svg>\n";
  file.close();
  if (file) return 0;
  std::fprintf(stderr, "receptive_field: %s cannot be written\n", argument[1]);
  return 1;
}
