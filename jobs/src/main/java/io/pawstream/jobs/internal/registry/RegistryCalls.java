package io.pawstream.jobs.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.internal.jobfile.RegistrySpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of a registry: with a time limit each, repeated where the registry was not there or said
 * that it is busy. Any thread; blocks.
 */
final class RegistryCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCalls.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MOST_BYTES = 8 << 20;
  private static final long FIRST_PAUSE = 200;
  private static final long LONGEST_PAUSE = 5_000;
  private static final int BUSY = 429;

  private final RegistrySpec spec;
  private final @Nullable String authorization;
  private final HttpClient client;

  /**
   * Calls of the registry of {@code spec}; nothing is opened yet.
   *
   * @param environment has what {@code spec} leaves out: PAW_REGISTRY_USERNAME,
   *     PAW_REGISTRY_PASSWORD, PAW_REGISTRY_TOKEN
   */
  RegistryCalls(RegistrySpec spec, UnaryOperator<@Nullable String> environment) {
    this.spec = spec;
    this.authorization = authorization(spec, environment);
    // no redirects: they would take the credentials elsewhere
    this.client = HttpClient.newBuilder().connectTimeout(spec.patience()).build();
  }

  private static @Nullable String authorization(
      RegistrySpec spec, UnaryOperator<@Nullable String> environment) {
    String token = spec.token();
    String username = spec.username();
    String password = spec.password();
    if (token == null && username == null) {
      token = environment.apply("PAW_REGISTRY_TOKEN");
      username = environment.apply("PAW_REGISTRY_USERNAME");
    }
    if (token != null) {
      return "Bearer " + token;
    }
    if (username == null) {
      return null;
    }
    if (password == null) {
      password = environment.apply("PAW_REGISTRY_PASSWORD");
    }
    String both = username + ':' + (password == null ? "" : password);
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }

  /**
   * What the registry says to GET.
   *
   * @throws SchemaRegistryException if it does not answer as a registry
   */
  RegistryAnswer get(String path) {
    return call(path, null);
  }

  /** The same of POST. */
  RegistryAnswer post(String path, JsonNode body) {
    return call(path, body);
  }

  private RegistryAnswer call(String path, @Nullable JsonNode body) {
    HttpRequest request = request(path, body);
    long pause = FIRST_PAUSE;
    for (int left = spec.retries(); ; left--) {
      String trouble;
      try {
        HttpResponse<byte[]> response = once(request);
        if (response.statusCode() != BUSY && response.statusCode() < 500) {
          return answer(path, response);
        }
        trouble = "status=" + response.statusCode();
      } catch (IOException e) {
        trouble = "error=" + e;
      } catch (TimeoutException e) {
        trouble = "error=no answer within " + spec.timeout();
      }
      if (left <= 0) {
        throw new SchemaRegistryException(
            "a schema registry must answer: registry.url="
                + spec.url()
                + ", path="
                + path
                + ", tries="
                + (spec.retries() + 1)
                + ", "
                + trouble
                + "; start it, or raise registry.retries");
      }
      LOG.warn(
          "the schema registry at {} did not answer: {}; tries left: {}",
          spec.url(),
          trouble,
          left);
      pause(path, pause);
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }
  }

  private HttpRequest request(String path, @Nullable JsonNode body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(spec.url() + path))
            .timeout(spec.patience())
            .header("Accept", TYPE + ", application/json");
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    if (body != null) {
      builder
          .header("Content-Type", TYPE)
          .POST(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8));
    }
    return builder.build();
  }

  /** One try. The limit is on the whole of it: HttpRequest's own ends with the headers. */
  private HttpResponse<byte[]> once(HttpRequest request) throws IOException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, head -> new LimitedBody(MOST_BYTES));
    try {
      return call.get(spec.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      call.cancel(true);
      throw interrupted(request.uri().getPath());
    }
  }

  private void pause(String path, long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(path);
    }
  }

  private SchemaRegistryException interrupted(String path) {
    Thread.currentThread().interrupt();
    return new SchemaRegistryException(
        "a call of the schema registry was interrupted: registry.url="
            + spec.url()
            + ", path="
            + path);
  }

  private RegistryAnswer answer(String path, HttpResponse<byte[]> response) {
    RegistryAnswer answer = null;
    try {
      answer = new RegistryAnswer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (IOException e) {
      LOG.debug("no JSON from {}", spec.url(), e);
    }
    if (answer != null && (answer.isFine() || answer.isMissing() || answer.isRefused())) {
      return answer;
    }
    throw new SchemaRegistryException(
        "a schema registry must answer as one: registry.url="
            + spec.url()
            + ", path="
            + path
            + ", status="
            + response.statusCode()
            + (answer == null ? "" : ", message=" + answer.message())
            + cure(response.statusCode()));
  }

  private static String cure(int status) {
    return switch (status) {
      case 401, 403 ->
          "; set registry.username and registry.password, or registry.token, or PAW_REGISTRY_* in"
              + " the environment";
      default -> "; registry.url ends as /apis/ccompat/v7 for Apicurio and has no path for others";
    };
  }
}
