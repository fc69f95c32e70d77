#!/usr/bin/env python3
"""Computes the reference outputs of the demonstration programs, without any code of this project.

The semantics of the PAW SDK in plain steps over libllama v0.5.0: one record at a time, the prefix evaluated on its own, then input
and suffix in one call, then one token after the other; n_batch 512, one thread, kernels for haswell.

  reference.py LIBRARIES INTERPRETER PROGRAMS INPUTS > expected.jsonl

LIBRARIES is a folder with libllama.v0.5.0.so and libggml-cpu-haswell.so (paw-natives/target/classes/META-INF/paw/natives/linux-x86_64),
PROGRAMS the folder of the .paw files, INPUTS a file of JSON lines with "program" (a file name) and "input".
Layouts of the structures: docs of ModelParams, ContextParams and BatchStruct in io.pawstream.runtime.llama.internal.
"""
import ctypes as c
import json
import math
import os
import sys
import tempfile
import zipfile

PLACEHOLDER = "{INPUT_PLACEHOLDER}"
BATCH = 512
ANSWER = 64


class ModelParams(c.Structure):
    _fields_ = [("bytes", c.c_uint8 * 80)]


class ContextParams(c.Structure):
    _fields_ = [("n_ctx", c.c_uint32), ("n_batch", c.c_uint32), ("n_ubatch", c.c_uint32), ("n_seq_max", c.c_uint32),
                ("n_rs_seq", c.c_uint32), ("n_outputs_max", c.c_uint32), ("n_outputs_max_per_seq", c.c_uint32),
                ("n_threads", c.c_int32), ("n_threads_batch", c.c_int32), ("rest", c.c_uint8 * 124)]


class Batch(c.Structure):
    _fields_ = [("n_tokens", c.c_int32), ("token", c.c_void_p), ("embd", c.c_void_p), ("pos", c.c_void_p),
                ("n_seq_id", c.c_void_p), ("seq_id", c.c_void_p), ("logits", c.c_void_p)]


def library(folder):
    for name in ("libggml-base.so", "libggml.v0.5.0.so"):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            c.CDLL(path, c.RTLD_GLOBAL)
    ggml = c.CDLL(os.path.join(folder, "libggml.v0.5.0.so"), c.RTLD_GLOBAL)
    llama = c.CDLL(os.path.join(folder, "libllama.v0.5.0.so"))
    ggml.ggml_backend_load.restype = c.c_void_p
    assert ggml.ggml_backend_load(os.path.join(folder, "libggml-cpu-haswell.so").encode())
    p, i, u8 = c.c_void_p, c.c_int32, c.c_bool
    for name, result, arguments in (
            ("llama_model_default_params", ModelParams, []),
            ("llama_model_load_from_file", p, [c.c_char_p, ModelParams]),
            ("llama_context_default_params", ContextParams, []),
            ("llama_init_from_model", p, [p, ContextParams]),
            ("llama_free", None, [p]),
            ("llama_model_get_vocab", p, [p]),
            ("llama_vocab_n_tokens", i, [p]),
            ("llama_vocab_eos", i, [p]),
            ("llama_model_n_ctx_train", i, [p]),
            ("llama_tokenize", i, [p, c.c_char_p, i, p, i, u8, u8]),
            ("llama_token_to_piece", i, [p, i, c.c_char_p, i, i, u8]),
            ("llama_adapter_lora_init", p, [p, c.c_char_p]),
            ("llama_set_adapters_lora", i, [p, p, c.c_size_t, p]),
            ("llama_decode", i, [p, Batch]),
            ("llama_get_logits_ith", c.POINTER(c.c_float), [p, i]),
            ("llama_get_memory", p, [p]),
            ("llama_memory_seq_rm", u8, [p, i, i, i]),
            ("llama_memory_clear", None, [p, u8]),
            ("llama_log_set", None, [p, p])):
        function = getattr(llama, name)
        function.restype, function.argtypes = result, arguments
    return llama


LOG = c.CFUNCTYPE(None, c.c_int, c.c_char_p, c.c_void_p)
quiet = LOG(lambda level, text, data: None)


class Program:
    def __init__(self, llama, model, path, folder):
        self.llama = llama
        self.vocab = llama.llama_model_get_vocab(model)
        self.eos = llama.llama_vocab_eos(self.vocab)
        with zipfile.ZipFile(path) as bundle:
            adapter = os.path.join(folder, os.path.basename(path) + ".gguf")
            with open(adapter, "wb") as out:
                out.write(bundle.read("adapter.gguf"))
            template = bundle.read("prompt_template.txt").decode()
            self.labels = json.loads(bundle.read("meta.json")).get("labels") or []
        before, self.suffix = template.split(PLACEHOLDER)
        self.prefix = self.tokens(before, True)
        params = llama.llama_context_default_params()
        params.n_ctx = llama.llama_model_n_ctx_train(model)
        params.n_batch = params.n_ubatch = BATCH
        params.n_seq_max = 1
        params.n_threads = params.n_threads_batch = 1
        self.context = llama.llama_init_from_model(model, params)
        self.adapter = c.c_void_p(llama.llama_adapter_lora_init(model, adapter.encode()))
        scale = c.c_float(1)
        assert self.adapter and llama.llama_set_adapters_lora(self.context, c.byref(self.adapter), 1, c.byref(scale)) == 0
        self.decode(self.prefix, 0)

    def close(self):
        self.llama.llama_free(self.context)

    def tokens(self, text, special):
        data = text.encode()
        out = (c.c_int32 * (len(data) + 8))()
        n = self.llama.llama_tokenize(self.vocab, data, len(data), out, len(out), False, special)
        assert n >= 0
        return list(out[:n])

    def text(self, tokens):
        out = b""
        for token in tokens:
            buffer = c.create_string_buffer(256)
            n = self.llama.llama_token_to_piece(self.vocab, token, buffer, 256, 0, False)
            out += buffer.raw[:n]
        return out.decode(errors="replace")

    def decode(self, tokens, position):
        """Reads tokens; the log probabilities of what follows the last one."""
        n = len(tokens)
        assert 0 < n <= BATCH
        token = (c.c_int32 * n)(*tokens)
        pos = (c.c_int32 * n)(*range(position, position + n))
        counts = (c.c_int32 * n)(*([1] * n))
        zero = (c.c_int32 * 1)(0)
        ids = (c.c_void_p * n)(*([c.addressof(zero)] * n))
        logits = (c.c_int8 * n)(*([0] * (n - 1) + [1]))
        batch = Batch(n, c.addressof(token), None, c.addressof(pos), c.addressof(counts), c.addressof(ids), c.addressof(logits))
        assert self.llama.llama_decode(self.context, batch) == 0
        row = self.llama.llama_get_logits_ith(self.context, n - 1)[:self.llama.llama_vocab_n_tokens(self.vocab)]
        top = max(row)
        total = math.fsum(math.exp(x - top) for x in row)
        return row, top + math.log(total)

    def forget(self, position):
        assert self.llama.llama_memory_seq_rm(self.llama.llama_get_memory(self.context), 0, position, -1)

    def answer(self, text):
        ids = self.tokens(text + self.suffix, True)
        start = len(self.prefix)
        end = start + len(ids)
        self.forget(start)
        first = row, total = self.decode(ids, start)
        greedy, position = [], end
        while len(greedy) < ANSWER:
            best = max(range(len(row)), key=row.__getitem__)
            if best == self.eos:
                break
            greedy.append(best)
            row, total = self.decode([best], position)
            position += 1
        scores = {}
        for label in self.labels:
            self.forget(end)
            row, total = first
            sum_, position = 0.0, end
            for token in self.tokens(label, False):
                sum_ += row[token] - total
                row, total = self.decode([token], position)
                position += 1
            scores[label] = [round(sum_, 5), round(sum_ + row[self.eos] - total, 5)]
        return {"prefix_ids": self.prefix, "ids": ids, "greedy_ids": greedy, "greedy": self.text(greedy).strip(),
                "label_logprobs": scores}


def main(libraries, interpreter, programs, inputs):
    llama = library(libraries)
    llama.llama_log_set(quiet, None)
    model = llama.llama_model_load_from_file(interpreter.encode(), llama.llama_model_default_params())
    assert model
    opened = {}
    with tempfile.TemporaryDirectory() as folder, open(inputs, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = row["program"]
            if name not in opened:
                opened[name] = Program(llama, model, os.path.join(programs, name), folder)
            print(json.dumps({"program": name, "input": row["input"], **opened[name].answer(row["input"])}, ensure_ascii=False))
    for program in opened.values():
        program.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
