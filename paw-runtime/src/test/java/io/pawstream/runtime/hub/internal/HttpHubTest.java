package io.pawstream.runtime.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.hub.CompileJob;
import io.pawstream.runtime.hub.CompileRequest;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.ProgramVersions;
import io.pawstream.runtime.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each call sends and makes of the answer; the shapes are those that the hub sends. */
class HttpHubTest {
  private static final String API = "/api/v1";
  private static final String ID = "94cae81a182723b85cdf";
  private static final String SPEC = "Label a support ticket. Return ONLY one of: billing, bug.";

  private TestHub server;
  private HttpCalls calls;
  private HttpHub hub;
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = new TestHub();
    HubOptions options = HubOptions.DEFAULT.withApiUrl(server.url()).withApiKey("paw_sk_secret");
    calls = new HttpCalls(options);
    hub = new HttpHub(options, calls, pauses::add);
  }

  @AfterEach
  void stop() {
    calls.close();
    server.close();
  }

  @Test
  void resolvesASlug() {
    server.on(
        "GET " + API + "/programs/resolve/acme%2Ftriage%40v2",
        TestHub.json(200, "{\"program_id\": \"" + ID + "\"}"));

    assertThat(hub.resolve("acme/triage@v2")).isEqualTo(ID);
    assertThat(server.asked().get(0).header("X-API-Key")).isEqualTo("paw_sk_secret");
  }

  @ParameterizedTest
  @CsvSource({"../../etc/passwd", "94CAE81A182723B85CDF", "94cae81a"})
  void anIdThatIsNoneBecomesNoPath(String id) {
    server.on(
        "GET " + API + "/programs/resolve/a-b",
        TestHub.json(200, "{\"program_id\": \"" + id + "\"}"));

    assertKind(Kind.BAD_ANSWER, () -> hub.resolve("a-b")).hasMessageContaining("program_id");
  }

  @Test
  void listsVersions() {
    server.on(
        "GET " + API + "/programs/acme%2Ftriage/versions",
        TestHub.json(
            200,
            """
            {"slug": "acme/triage", "main_version": 2, "versions": [
              {"version": 1, "program_id": "0043acb81814157e229e", "is_main": false},
              {"version": 2, "program_id": "94cae81a182723b85cdf", "is_main": true}]}
            """));

    assertThat(hub.versions("acme/triage"))
        .isEqualTo(
            new ProgramVersions(
                "acme/triage",
                2,
                List.of(
                    new ProgramVersions.Version(1, "0043acb81814157e229e", false),
                    new ProgramVersions.Version(2, ID, true))));
  }

  @Test
  void listsCompilers() {
    server.on(
        "GET " + API + "/models/compilers",
        TestHub.json(
            200,
            """
            {"compilers": [
              {"name": "paw-4b-qwen3-0.6b", "description": "Standard", "default": true,
               "compiler_kind": "mapper_lora", "runtime_id": "qwen3-0.6b-q6_k",
               "supports_local_sdk": true, "latest_snapshot": "paw-4b-qwen3-0.6b-20260407"},
              {"name": "paw-ft-bs48", "compiler_kind": "finetune_lora"}]}
            """));

    assertThat(hub.compilers())
        .extracting("name")
        .containsExactly("paw-4b-qwen3-0.6b", "paw-ft-bs48");
    assertThat(hub.compilers().get(0).isDefault()).isTrue();
    assertThat(hub.compilers().get(1).snapshot()).isNull();
  }

  @Test
  void readsTheManifestOfARuntime() {
    server.on(
        "GET " + API + "/models/runtimes/mini-q8_0",
        TestHub.json(
            200,
            """
            {"runtime_id": "mini-q8_0", "manifest_version": 1, "interpreter": "mini",
             "adapter_format": "gguf_lora", "inference_provider_url": "http://localhost:9001",
             "local_sdk": {"supported": true, "n_ctx": 2048, "base_model": {
               "provider": "huggingface", "repo": "acme/mini", "file": "mini-q8_0.gguf",
               "size_bytes": 1234, "sha256": "%s"}}}
            """
                .formatted("ab".repeat(32))));

    assertThat(hub.runtime("mini-q8_0").url())
        .hasToString("https://huggingface.co/acme/mini/resolve/main/mini-q8_0.gguf");
    assertThat(hub.runtime("mini-q8_0").size()).isEqualTo(1234);
  }

  @Test
  void aManifestThatContradictsAPinIsRefused() {
    server.on(
        "GET " + API + "/models/runtimes/gpt2-q8_0",
        TestHub.json(
            200,
            """
            {"runtime_id": "gpt2-q8_0", "manifest_version": 1, "interpreter": "gpt2",
             "adapter_format": "gguf_lora",
             "local_sdk": {"supported": true, "n_ctx": 2048, "base_model": {
               "file": "gpt2-q8_0.gguf", "sha256": "%s"}}}
            """
                .formatted("00".repeat(32))));

    assertKind(Kind.BAD_ANSWER, () -> hub.runtime("gpt2-q8_0")).hasMessageContaining("sha256");
  }

  @Test
  void compilesInPrivateUnlessToldOtherwise() throws Exception {
    server.on(
        "POST " + API + "/compile",
        TestHub.json(
            202,
            """
            {"job_id": null, "program_id": "94cae81a182723b85cdf", "status": "ready",
             "slug": "acme/triage", "compiler_snapshot": "paw-4b-gpt2-20260406",
             "compiler_kind": "mapper_lora", "runtime_id": "gpt2-q8_0",
             "timings": {"total_ms": 2011.5}, "version": 3, "version_action": "promoted"}
            """));

    CompileJob job = hub.compile(CompileRequest.of(SPEC));

    assertThat(job.state()).isEqualTo(CompileJob.State.READY);
    assertThat(job.programId()).isEqualTo(ID);
    assertThat(job.version()).isEqualTo(3);
    assertThat(job.jobId()).isNull();
    assertThat(body())
        .isEqualTo(
            new ObjectMapper().readTree("{\"spec\": \"%s\", \"public\": false}".formatted(SPEC)));

    hub.compile(
        CompileRequest.of(SPEC)
            .withCompiler("paw-4b-gpt2")
            .withName("Triage")
            .withSlug("triage")
            .withTags(List.of("support"))
            .withPublic(true)
            .withEphemeral(true));
    assertThat(body())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"spec": "%s", "public": true, "compiler": "paw-4b-gpt2", "name": "Triage",
                     "slug": "triage", "tags": ["support"], "ephemeral": true}
                    """
                        .formatted(SPEC)));
  }

  @ParameterizedTest
  @CsvSource({
    "ready, READY",
    "compiled, READY",
    "compiling, COMPILING",
    "queued, QUEUED",
    "failed, FAILED",
    "cancelled, CANCELLED"
  })
  void knowsTheWordsOfAllServers(String status, CompileJob.State state) {
    server.on(
        "GET " + API + "/compile/job-1",
        TestHub.json(200, "{\"job_id\": \"job-1\", \"status\": \"" + status + "\"}"));

    assertThat(hub.compileStatus("job-1").state()).isEqualTo(state);
  }

  @Test
  void asksAgainWhenTheGatewayGivesUpOnACompilation() {
    server.on(
        "POST " + API + "/compile",
        TestHub.html(504),
        TestHub.html(504),
        TestHub.json(200, "{\"program_id\": \"" + ID + "\", \"status\": \"ready\"}"));

    assertThat(hub.compile(CompileRequest.of(SPEC)).programId()).isEqualTo(ID);
    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(0).toSeconds()).isBetween(15L, 20L);
    assertThat(pauses.get(1).toSeconds()).isBetween(30L, 40L);
  }

  @Test
  void aCompilationIsHandedOverWatchedAndTakenBack() {
    server
        .on(
            "POST " + API + "/compile/async",
            TestHub.json(
                202,
                """
                {"job_id": "job-1", "status": "queued", "program_id": "94cae81a182723b85cdf",
                 "queue_position": 2, "estimated_wait_s": 180, "cached": false}
                """))
        .on(
            "GET " + API + "/compile/job-1",
            TestHub.json(200, "{\"job_id\": \"job-1\", \"status\": \"queued\", \"percent\": 0}"),
            TestHub.json(502, "{\"detail\": \"bad gateway\"}"),
            TestHub.json(
                200, "{\"job_id\": \"job-1\", \"status\": \"compiling\", \"percent\": 40}"),
            TestHub.json(200, "{\"job_id\": \"job-1\", \"status\": \"ready\", \"percent\": 100}"))
        .on(
            "DELETE " + API + "/compile/job-1",
            TestHub.json(200, "{\"job_id\": \"job-1\", \"status\": \"cancelled\"}"),
            TestHub.json(409, "{\"detail\": \"already started\"}"));

    assertThatThrownBy(() -> hub.compileAsync(CompileRequest.of(SPEC)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compiler");
    CompileJob job = hub.compileAsync(CompileRequest.of(SPEC).withCompiler("paw-ft-bs48"));
    assertThat(job.queuePosition()).isEqualTo(2);
    assertThat(job.estimatedWaitSeconds()).isEqualTo(180);

    List<Integer> percents = new ArrayList<>();
    CompileJob end =
        hub.awaitCompile("job-1", Duration.ofMinutes(5), seen -> percents.add(seen.percent()));
    assertThat(end.state()).isEqualTo(CompileJob.State.READY);
    assertThat(percents).containsExactly(0, 40, 100);

    assertThat(hub.cancelCompile("job-1").state()).isEqualTo(CompileJob.State.CANCELLED);
    assertKind(Kind.REFUSED, () -> hub.cancelCompile("job-1"))
        .hasMessageContainingAll("409", "already started");
  }

  @Test
  void waitsForACompilationOnlySoLong() {
    server.on(
        "GET " + API + "/compile/job-1",
        TestHub.json(200, "{\"job_id\": \"job-1\", \"status\": \"compiling\"}"));

    assertKind(Kind.TIMEOUT, () -> hub.awaitCompile("job-1", Duration.ofSeconds(10), seen -> {}))
        .hasMessageContainingAll("job-1", "COMPILING");
    assertThat(pauses).hasSize(5);
  }

  @Test
  void anEmptyOutputIsAskedForAgain() throws Exception {
    server.on(
        "POST " + API + "/infer",
        TestHub.json(200, "{\"output\": \"\", \"tokens_generated\": 0, \"latency_ms\": 3}"),
        TestHub.json(200, "{\"output\": \"bug\", \"tokens_generated\": 1, \"latency_ms\": 151.5}"));

    assertThat(hub.infer("acme/triage", "It crashes", 16).output()).isEqualTo("bug");
    assertThat(body())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"program_id\": \"acme/triage\", \"input\": \"It crashes\", \"max_tokens\":"
                        + " 16}"));

    server.on("POST " + API + "/infer", TestHub.json(200, "{\"output\": \"\"}"));
    pauses.clear();
    assertKind(Kind.SERVER, () -> hub.infer("acme/triage", "It crashes", 0));
    assertThat(pauses).hasSize(4);
  }

  @Test
  void noMessageQuotesAnInputOrTheKey() {
    server.on(
        "POST " + API + "/infer",
        TestHub.json(422, "{\"detail\": \"bad input: It crashes, key paw_sk_secret\"}"));

    assertKind(Kind.REFUSED, () -> hub.infer("acme/triage", "It crashes", 0))
        .hasMessageContaining("422")
        .hasMessageNotContainingAny("crashes", "secret");

    server.on(
        "POST " + API + "/compile",
        TestHub.json(
            422,
            "{\"detail\": [{\"loc\": [\"body\", \"spec\"], \"msg\": \"too short\", \"input\":"
                + " \"the spec\"}]}"));
    assertKind(Kind.REFUSED, () -> hub.compile(CompileRequest.of(SPEC)))
        .hasMessageContaining("too short")
        .hasMessageNotContainingAny("the spec");
  }

  private JsonNode body() throws Exception {
    List<TestHub.Asked> asked = server.asked();
    return new ObjectMapper().readTree(asked.get(asked.size() - 1).body());
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, HubException> assertKind(
      Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    HubException e = catchThrowableOfType(HubException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
    return assertThat(e);
  }
}
