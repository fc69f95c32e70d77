package io.pawstream.runtime.hub.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.CompileJob;
import io.pawstream.runtime.hub.CompileRequest;
import io.pawstream.runtime.hub.CompilerInfo;
import io.pawstream.runtime.hub.Hub;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.Inference;
import io.pawstream.runtime.hub.ProgramVersions;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.RuntimeManifest;
import io.pawstream.runtime.program.internal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The hub over {@link HttpCalls}. Any thread. */
public final class HttpHub implements Hub {
  private static final int MAX_JSON_BYTES = 4 << 20;
  private static final Duration POLL = Duration.ofSeconds(2);

  /** The gateway gives up after two minutes, a compilation may take five. */
  private static final Backoff COMPILE =
      new Backoff(7, Duration.ofSeconds(20), Duration.ofSeconds(60));

  private final HubOptions options;
  private final HttpCalls calls;
  private final Retries retries;

  public HttpHub(HubOptions options, HttpCalls calls, Pause pause) {
    this.options = options;
    this.calls = calls;
    this.retries = new Retries(pause);
  }

  @Override
  public String resolve(String slug) {
    return resolve(slug, options.backoff());
  }

  /** As {@link #resolve(String)}, with another back-off. */
  public String resolve(String slug, Backoff backoff) {
    String path = "/programs/resolve/" + encoded(slug);
    return HubJson.programId(json(get(path), backoff, Refusal::of));
  }

  @Override
  public ProgramVersions versions(String slug) {
    String path = "/programs/" + encoded(slug) + "/versions";
    return HubJson.versions(json(get(path)), slug);
  }

  @Override
  public List<CompilerInfo> compilers() {
    return HubJson.compilers(json(get("/models/compilers")));
  }

  @Override
  public RuntimeManifest runtime(String runtimeId) {
    return RuntimeManifest.parse(runtimeJson(runtimeId));
  }

  /** As {@link #runtime}, in the form in which the cache directory keeps it; checked. */
  public byte[] runtimeJson(String runtimeId) {
    byte[] json = json(get("/models/runtimes/" + encoded(runtimeId))).toString().getBytes(UTF_8);
    RuntimeManifest manifest;
    try {
      manifest = RuntimeManifest.parse(json);
    } catch (ProgramException e) {
      throw new HubException(
          Kind.BAD_ANSWER, "The hub must send a sound runtime manifest: " + e.getMessage(), e);
    }
    if (!manifest.runtimeId().equals(runtimeId)) {
      throw new HubException(
          Kind.BAD_ANSWER,
          "The hub must send the runtime that it was asked for: asked="
              + runtimeId
              + ", sent="
              + manifest.runtimeId());
    }
    return json;
  }

  @Override
  public CompileJob compile(CompileRequest request) {
    Call call = post("/compile", HubJson.of(request), options.timeouts().compile());
    Backoff backoff = options.backoff().retries() == 0 ? Backoff.NEVER : COMPILE;
    return HubJson.job(json(call, backoff, Refusal::of));
  }

  @Override
  public CompileJob compileAsync(CompileRequest request) {
    if (request.compiler() == null) {
      throw new IllegalArgumentException(
          "a compilation that is handed over must name its compiler: compiler=null; the hub's"
              + " compilers of kind finetune_lora can do it");
    }
    // the pseudo-program may be written before the hub answers: three times a usual call, as the
    // PAW SDK has it
    Duration timeout = options.timeouts().call().multipliedBy(3);
    return HubJson.job(json(post("/compile/async", HubJson.of(request), timeout)));
  }

  @Override
  public CompileJob compileStatus(String jobId) {
    return HubJson.job(json(get("/compile/" + encoded(jobId))));
  }

  @Override
  public CompileJob cancelCompile(String jobId) {
    String path = "/compile/" + encoded(jobId);
    return HubJson.job(json(call("DELETE", path, null, options.timeouts().call())));
  }

  @Override
  public CompileJob awaitCompile(String jobId, Duration most, Consumer<CompileJob> listener) {
    for (Duration waited = Duration.ZERO; ; waited = waited.plus(POLL)) {
      CompileJob job = compileStatus(jobId);
      listener.accept(job);
      if (job.state().isEnd()) {
        return job;
      }
      if (waited.compareTo(most) >= 0) {
        throw new HubException(
            Kind.TIMEOUT,
            "A compilation must end in time: job="
                + jobId
                + ", state="
                + job.state()
                + ", waited="
                + waited.toSeconds()
                + " s; it goes on, ask for it later");
      }
      retries.pause(POLL);
    }
  }

  @Override
  public Inference infer(String program, String input, int maxTokens) {
    Call call =
        post("/infer", HubJson.infer(program, input, maxTokens), options.timeouts().infer());
    return retries.run(
        options.backoff(),
        () -> {},
        () -> {
          Inference inference = HubJson.inference(once(call, Refusal::withoutDetail));
          if (inference.output().isEmpty()) {
            // under load the hub answers 200 with nothing in it
            throw new HubException(
                Kind.SERVER, "The hub must give an output: call=POST /infer, output is empty");
          }
          return inference;
        });
  }

  @Override
  public void download(String program, Path target, ProgressListener listener) {
    String path = "/programs/" + encoded(program) + "/download";
    Call call = Call.file("GET " + path, uri(path), options.timeouts().call().multipliedBy(6), 0);
    new BundleDownload(calls, retries, options.backoff(), listener).run(call, program, target);
  }

  private JsonNode json(Call call) {
    return json(call, options.backoff(), Refusal::of);
  }

  private JsonNode json(Call call, Backoff backoff, Function<Exchange, HubException> refusal) {
    return retries.run(backoff, () -> {}, () -> once(call, refusal));
  }

  private JsonNode once(Call call, Function<Exchange, HubException> refusal) {
    try (Exchange exchange = calls.send(call)) {
      if (exchange.status() < 200 || exchange.status() > 299) {
        throw refusal.apply(exchange);
      }
      return parsed(exchange);
    }
  }

  private static JsonNode parsed(Exchange exchange) {
    byte[] bytes = exchange.bytes(MAX_JSON_BYTES);
    try {
      JsonNode json = Json.MAPPER.readTree(bytes);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // told below, without its text
    } catch (IOException e) {
      throw exchange.failure(e);
    }
    throw new HubException(
        Kind.BAD_ANSWER,
        "The hub must answer with a JSON object: call="
            + exchange.call().what()
            + ", server="
            + exchange.uri().getHost()
            + ", status="
            + exchange.status()
            + (exchange.isHtml() ? ", answer=a page of HTML" : ", bytes=" + bytes.length)
            + "; check PAW_API_URL and whether a proxy or a login page is in between",
        exchange.status(),
        null,
        null);
  }

  private Call get(String path) {
    return call("GET", path, null, options.timeouts().call());
  }

  private Call post(String path, byte[] json, Duration timeout) {
    return call("POST", path, json, timeout);
  }

  private Call call(String method, String path, byte @Nullable [] json, Duration timeout) {
    return new Call(method + " " + path, method, uri(path), json, timeout, false, 0);
  }

  private URI uri(String path) {
    return URI.create(options.apiUrl() + "/api/v1" + path);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }
}
