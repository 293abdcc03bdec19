// Augmentation of texts by policies that are types, checked by the compiler: EDA, keyboard and spelling noise, paraphrase;
// words, vocabularies and tokens. It needs neither a network nor a file; thesauri are read by data/thesaurus.hpp and
// data/wordnet.hpp.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/text/paraphrase.hpp>
#include <cincel/augment/text/policy.hpp>
#include <cincel/augment/text/preview.hpp>
#include <cincel/augment/text/tokens.hpp>
#include <cincel/core/phrase_table.hpp>
