package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramMetaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The fields of a version 4 program for the standard interpreter, as the hub writes them. */
  private static final String STANDARD =
      """
      {"version": 4, "runtime_manifest_version": 1, "runtime_id": "qwen3-0.6b-q6_k",
       "program_id": "0123456789abcdef0123", "spec": "Label a ticket.",
       "interpreter": "Qwen/Qwen3-0.6B", "lora_rank": 64, "lora_alpha": 16.0,
       "runtime": {
         "runtime_id": "qwen3-0.6b-q6_k", "manifest_version": 1, "interpreter": "Qwen/Qwen3-0.6B",
         "adapter_format": "gguf_lora",
         "prompt_template": {"format": "rendered_text", "placeholder": "{INPUT_PLACEHOLDER}"},
         "program_assets": {"adapter_filename": "adapter.gguf", "prefix_cache_required": false},
         "local_sdk": {"supported": true, "n_ctx": 2048, "base_model": {
           "provider": "huggingface", "repo": "programasweights/Qwen3-0.6B-GGUF-Q6_K",
           "file": "qwen3-0.6b-q6_k.gguf", "size_bytes": 622733120,
           "sha256": "9a16ed5cacba959e63b62e2b6840c3eca2b51c3c3e51d31367ef8e4aafeae33c",
           "url": "https://huggingface.co/programasweights/Qwen3-0.6B-GGUF-Q6_K/resolve/main/qwen3-0.6b-q6_k.gguf"}}}}
      """;

  @Test
  void readsAProgramOfVersion4() {
    ProgramMeta meta = parse(STANDARD);

    assertThat(meta)
        .isEqualTo(
            new ProgramMeta(
                "0123456789abcdef0123",
                "Qwen/Qwen3-0.6B",
                "qwen3-0.6b-q6_k",
                "Label a ticket.",
                null));
    assertThat(meta.knownInterpreter()).contains(KnownInterpreter.QWEN3_06B_Q6_K);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | gpt2-q8_0",
        "'\"version\": 3, \"runtime\": {}, \"runtime_id\": null,' | gpt2-q8_0",
        "'\"runtime\": null, \"runtime_manifest_version\": null, \"labels\": null,' | gpt2-q8_0",
        "'\"runtime_id\": \"gpt2-q4_0\",' | gpt2",
      })
  void readsTheLeastThatTheSdkAccepts(String fields, String interpreterName) {
    ProgramMeta meta =
        parse("{" + fields + "\"program_id\": \"0123456789abcdef\", \"interpreter\": \"gpt2\"}");

    assertThat(meta.interpreterName()).isEqualTo(interpreterName);
    assertThat(meta.spec()).isNull();
    assertThat(meta.labels()).isNull();
  }

  @Test
  void readsLabels() throws Exception {
    LabelSet labels = parse(changed("/labels", "[\"bug\", \"Rückgabe\"]")).labels();

    assertThat(labels).isEqualTo(new LabelSet(List.of("bug", "Rückgabe")));
  }

  /** The manifest of a runtime that is not known is taken as it comes, within the common rules. */
  @Test
  void acceptsTheManifestOfAnotherRuntime() throws Exception {
    String other =
        STANDARD.replace("qwen3-0.6b-q6_k\"", "qwen3-0.6b-q4_0\"").replace("2048", "4096");

    assertThat(parse(other).knownInterpreter()).isEmpty();
    assertThat(parse(other).interpreterName()).isEqualTo("Qwen/Qwen3-0.6B");
  }

  @Test
  void theManifestMayBeSilentAboutWhereTheFileIs() throws Exception {
    ObjectNode meta = (ObjectNode) JSON.readTree(STANDARD);
    ((ObjectNode) meta.at("/runtime/local_sdk/base_model")).retain("file");
    ((ObjectNode) meta.at("/runtime")).remove(List.of("prompt_template", "program_assets"));

    assertThat(parse(meta.toString()).knownInterpreter()).contains(KnownInterpreter.QWEN3_06B_Q6_K);
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource
  void refuses(String pointer, String json, String message) throws Exception {
    assertThatThrownBy(() -> parse(changed(pointer, json)))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> refuses() {
    String base = "/runtime/local_sdk/base_model/";
    return Stream.of(
        arguments("/version", "5", "version=5"),
        arguments("/version", "2", "version=2"),
        arguments("/version", "\"4\"", "version="),
        arguments("/program_id", "", "program_id=missing"),
        arguments("/program_id", "17", "program_id=17"),
        arguments("/program_id", "\"0123\"", "program_id=0123"),
        arguments("/program_id", "\"0123456789ABCDEF\"", "program_id=0123456789ABCDEF"),
        arguments("/program_id", "\"../../../etc/passwd0\"", "program_id=../"),
        arguments("/interpreter", "", "interpreter=missing"),
        arguments("/interpreter", "\"\"", "interpreter="),
        arguments("/interpreter", "\" \"", "interpreter="),
        arguments("/interpreter", "\"gpt2\\nlabels null\"", "interpreter=gpt2?labels"),
        arguments("/interpreter", "\"gpt2\"", "runtime.interpreter"),
        arguments("/runtime_id", "\"-x\"", "runtime_id=-x"),
        arguments("/runtime_id", "true", "runtime_id=true"),
        arguments("/runtime_id", "\"gpt2-q8_0\"", "runtime.runtime_id"),
        arguments("/runtime_manifest_version", "2", "manifest_version=2"),
        arguments("/runtime_manifest_version", "true", "manifest_version=true"),
        arguments("/runtime_manifest_version", "1.0", "manifest_version=1.0"),
        arguments("/runtime", "[]", "type=ARRAY"),
        arguments("/runtime/runtime_id", "", "runtime_id=missing"),
        arguments("/runtime/manifest_version", "", "runtime.manifest_version"),
        arguments("/runtime/manifest_version", "2", "manifest_version=2"),
        arguments("/runtime/interpreter", "\"gpt2\"", "runtime.interpreter"),
        arguments("/runtime/adapter_format", "\"safetensors\"", "runtime.adapter_format"),
        arguments("/runtime/prompt_template/placeholder", "\"{INPUT_N}\"", "one input"),
        arguments("/runtime/prompt_template/placeholder", "\"{X}\"", "placeholder="),
        arguments("/runtime/prompt_template/format", "\"jinja\"", "format="),
        arguments("/runtime/program_assets/adapter_filename", "\"x\"", "adapter_filename="),
        arguments("/runtime/local_sdk", "", "local_sdk.supported"),
        arguments("/runtime/local_sdk/supported", "false", "local_sdk.supported=false"),
        arguments("/runtime/local_sdk/supported", "1", "local_sdk.supported=1"),
        arguments("/runtime/local_sdk/n_ctx", "4096", "local_sdk.n_ctx=4096"),
        arguments("/runtime/local_sdk/n_ctx", "", "local_sdk.n_ctx: value=missing"),
        arguments(base + "file", "\"evil.gguf\"", "base_model.file"),
        arguments(base + "file", "", "base_model.file: value=missing"),
        arguments(base + "size_bytes", "1", "base_model.size_bytes=1"),
        arguments(base + "size_bytes", "622733120.0", "base_model.size_bytes"),
        arguments(base + "sha256", "\"" + "0".repeat(64) + "\"", "base_model.sha256"),
        arguments(base + "provider", "\"other\"", "base_model.provider"),
        arguments(base + "repo", "\"evil/model\"", "base_model.repo"),
        arguments(base + "url", "\"https://host/x.gguf\"", "base_model.url"),
        arguments("/labels", "\"a,b\"", "array of strings: type=STRING"),
        arguments("/labels", "[\"a\", 1]", "index=1, type=NUMBER"),
        arguments("/labels", "[\"a\"]", "labels=1"),
        arguments("/labels", "[]", "labels=0"),
        arguments("/labels", "[\"a\", \"a\"]", "index=1 repeats index=0"),
        arguments("/labels", "[\"a\", \"b\\u0000\"]", "control characters: index=1"));
  }

  @Test
  void aKnownRuntimeHasItsInterpreter() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    {"program_id": "0123456789abcdef", "interpreter": "gpt2",
                     "runtime_id": "qwen3-0.6b-q6_k"}\
                    """))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("runtime_id=qwen3-0.6b-q6_k", "interpreter=gpt2");
  }

  @ParameterizedTest
  @CsvSource({
    "'', MISSING",
    "[], ARRAY",
    "null, NULL",
    "{, must be JSON",
    "{} {}, must be JSON",
    "'{\"a\":1,\"a\":2}', Duplicate",
    "'\uFEFF{}', must be JSON",
    "{'a':1}, must be JSON",
  })
  void refusesWhatIsNoJsonObject(String json, String message) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("meta.json must be", message);
  }

  @Test
  void refusesOtherEncodingsAndDeepNesting() {
    assertThatThrownBy(() -> ProgramMeta.parse(STANDARD.getBytes(UTF_16)))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> parse("[".repeat(100_000)))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("must be JSON");
  }

  /** The standard metadata with one field replaced; an empty value removes it. */
  private static String changed(String pointer, String json) throws Exception {
    ObjectNode meta = (ObjectNode) JSON.readTree(STANDARD);
    int slash = pointer.lastIndexOf('/');
    ObjectNode holder = (ObjectNode) meta.at(pointer.substring(0, slash));
    String field = pointer.substring(slash + 1);
    if (json.isEmpty()) {
      holder.remove(field);
    } else {
      holder.set(field, JSON.readTree(json));
    }
    return meta.toString();
  }

  private static ProgramMeta parse(String json) {
    return ProgramMeta.parse(json.getBytes(UTF_8));
  }
}
