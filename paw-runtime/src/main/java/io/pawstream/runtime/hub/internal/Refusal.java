package io.pawstream.runtime.hub.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.Shown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an answer other than success means. */
public final class Refusal {
  private static final int MAX_BYTES = 1 << 16;

  private static final String PROXY_RULE = "The proxy must let this user in";
  private static final String PROXY_CURE =
      "; name user and password in HTTPS_PROXY or HTTP_PROXY, and start Java with"
          + " -Djdk.http.auth.tunneling.disabledSchemes= where https goes through it";

  private Refusal() {}

  /** As an exception; reads the body, for what the server says about it. */
  public static HubException of(Exchange exchange) {
    return of(exchange, detail(exchange));
  }

  /** As an exception without the server's words, which may quote what was sent. */
  static HubException withoutDetail(Exchange exchange) {
    return of(exchange, "");
  }

  /** As an exception, where the body was read already. */
  static HubException notFound(Exchange exchange, String said) {
    return of(exchange, shown(said));
  }

  /** Where a proxy wants a user that it was not told: the JDK then has no answer to show. */
  static HubException ofTunnel(Call call, int status) {
    return new HubException(
        Kind.UNAUTHORIZED,
        PROXY_RULE
            + ": call="
            + call.what()
            + ", server="
            + call.uri().getHost()
            + ", status="
            + status
            + PROXY_CURE,
        status,
        null,
        null);
  }

  private static HubException of(Exchange exchange, String detail) {
    int status = exchange.status();
    Kind kind = kind(status);
    Duration retryAfter = RetryAfter.parse(exchange.header("retry-after"), Instant.now());
    String message =
        (status == 407 ? PROXY_RULE : rule(kind))
            + ": call="
            + exchange.call().what()
            + ", server="
            + exchange.uri().getHost()
            + ", status="
            + status
            + detail
            + (retryAfter == null ? "" : ", retry after " + retryAfter.toSeconds() + " s")
            + (status == 407 ? PROXY_CURE : cure(kind));
    return new HubException(kind, message, status, retryAfter, null);
  }

  private static Kind kind(int status) {
    if (status == 401 || status == 403 || status == 407) {
      return Kind.UNAUTHORIZED;
    }
    if (status == 404 || status == 410) {
      return Kind.NOT_FOUND;
    }
    if (status == 408) {
      return Kind.TIMEOUT;
    }
    if (status == 429) {
      return Kind.RATE_LIMITED;
    }
    if (status >= 500) {
      return Kind.SERVER;
    }
    return status >= 400 ? Kind.REFUSED : Kind.BAD_ANSWER;
  }

  private static String rule(Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> "The server must accept the API key";
      case NOT_FOUND -> "The server must know what it is asked for";
      case RATE_LIMITED -> "The server allows no more requests for now";
      case REFUSED -> "The server must accept the request";
      default -> "The server must answer";
    };
  }

  private static String cure(Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> "; set PAW_API_KEY or log in";
      case NOT_FOUND -> "; check the name, and for a private program set PAW_API_KEY or log in";
      case RATE_LIMITED, SERVER, TIMEOUT -> "; try again later";
      default -> "";
    };
  }

  /** What the body says about it, in a form that may stand in a message; empty for nothing. */
  private static String detail(Exchange exchange) {
    if (exchange.isHtml()) {
      return ", detail=a page of HTML";
    }
    return shown(said(exchange));
  }

  private static String shown(String said) {
    return said.isEmpty() ? "" : ", detail=" + Shown.of(said);
  }

  static String said(Exchange exchange) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(exchange.bytes(MAX_BYTES));
    } catch (IOException | HubException e) {
      // the status says enough
      return "";
    }
    for (String field : List.of("detail", "message", "error")) {
      JsonNode value = json.path(field);
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.isArray()) {
        // FastAPI's list of what is wrong; its "input" would quote what was sent
        List<String> messages = new ArrayList<>();
        value.forEach(item -> messages.add(item.path("msg").asText("")));
        return String.join(", ", messages);
      }
    }
    return "";
  }
}
