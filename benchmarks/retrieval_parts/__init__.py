"""What the benchmarks of search share: data sets, scores, remembered vectors, LlamaIndex."""
