package dev.pulse.slack;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.json.JsonTree;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A Slack that is as strict as the real one where we know how strict that is: scopes and tokens,
 * required arguments, limits of blocks. What it is told to answer comes before what it would.
 */
final class SlackFake implements AutoCloseable {
  static final String TOKEN = "xoxb-1234-SECRET-TOKEN";
  static final String CHANNEL = "C0123456789";
  static final String HOOK = "/services/T0000/B0000/SECRETHOOKSECRETHOOK";

  private final MockWebServer server = new MockWebServer();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<MockResponse>> script = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<String, Integer> sizes = new ConcurrentHashMap<>();

  /** A call that arrived. */
  record Call(String method, String type, String raw, Map<?, ?> fields) {
    String text(String member) {
      return JsonTree.text(fields, member).orElse("");
    }
  }

  SlackFake() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start();
  }

  Secret hook() {
    return Secret.of(server.url(HOOK).toString());
  }

  URI api() {
    return server.url("/api").uri();
  }

  SlackNotifier.Builder bot() {
    return SlackNotifier.bot(Secret.of(TOKEN), CHANNEL).baseUrl(api());
  }

  /** The next call of a method, or of the hook, gets this answer. */
  void next(String method, MockResponse answer) {
    script.computeIfAbsent(method, key -> new ConcurrentLinkedQueue<>()).add(answer);
  }

  void nextError(String method, String error) {
    next(method, json("{\"ok\":false,\"error\":\"" + error + "\"}"));
  }

  List<Call> calls() {
    return calls;
  }

  List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  List<String> methods() {
    return calls.stream().map(Call::method).toList();
  }

  private MockResponse answer(RecordedRequest request) {
    var path = request.getUrl().encodedPath();
    var method = path.equals(HOOK) ? "hook" : path.substring(path.lastIndexOf('/') + 1);
    var type = String.valueOf(request.getHeaders().get("Content-Type"));
    var body = request.getBody();
    var raw = body == null ? "" : body.utf8();
    var fields =
        type.startsWith("application/json")
            ? JsonTree.object(raw).orElse(Map.of())
            : type.startsWith("application/x-www-form-urlencoded") ? form(raw) : Map.of();
    calls.add(new Call(method, type, raw, fields));
    var scripted = script.getOrDefault(method, new ArrayDeque<>()).poll();
    if (scripted != null) {
      return scripted;
    }
    if (path.equals(HOOK)) {
      var problem = problem(fields);
      return problem.isEmpty() ? text(200, "ok") : text(400, problem);
    }
    var token = request.getHeaders().get("Authorization");
    if (method.equals("upload")) {
      return token == null && body != null && body.size() == sizes.getOrDefault("F1", -1)
          ? text(200, "OK - " + body.size())
          : text(400, "bad upload");
    }
    if (!("Bearer " + TOKEN).equals(token)) {
      return error("invalid_auth");
    }
    return switch (method) {
      case "chat.postMessage" -> message(fields, "1700000000." + next());
      case "chat.update" -> message(fields, String.valueOf(fields.get("ts")));
      case "files.getUploadURLExternal" -> {
        sizes.put("F1", Integer.parseInt(String.valueOf(fields.get("length"))));
        yield json(
            "{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"" + server.url("/upload") + "\"}");
      }
      case "files.completeUploadExternal" -> json("{\"ok\":true,\"files\":[{\"id\":\"F1\"}]}");
      default -> error("unknown_method");
    };
  }

  private String next() {
    return String.format("%06d", numbers.incrementAndGet());
  }

  private static MockResponse message(Map<?, ?> fields, String ts) {
    var problem = problem(fields);
    if (!problem.isEmpty()) {
      return error(problem);
    }
    return CHANNEL.equals(fields.get("channel"))
        ? json("{\"ok\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"" + ts + "\"}")
        : error("channel_not_found");
  }

  /** What Slack would find fault with; empty when nothing. */
  private static String problem(Map<?, ?> fields) {
    if (JsonTree.text(fields, "text").filter(text -> !text.isBlank()).isEmpty()) {
      return "no_text";
    }
    if (String.valueOf(fields.get("text")).length() > 4_000) {
      return "msg_too_long";
    }
    var all = 0;
    for (var attachment : objects(fields.get("attachments"))) {
      var blocks = objects(attachment.get("blocks"));
      if (blocks.size() > 50) {
        return "invalid_blocks";
      }
      for (var block : blocks) {
        var texts = new ArrayList<Map<?, ?>>(objects(block.get("elements")));
        if (block.get("text") instanceof Map<?, ?> text) {
          texts.add(text);
        }
        for (var text : texts) {
          if (text.get("text") instanceof String words) {
            all += words.length();
            if (words.isEmpty() || words.length() > 3_000) {
              return "invalid_blocks";
            }
          }
          if (text.get("value") instanceof String value && value.length() > 2_000) {
            return "invalid_blocks";
          }
        }
      }
      if (blocks.isEmpty() && attachment.get("text") == null && attachment.get("title") == null) {
        return "no_text";
      }
    }
    return all > 12_000 ? "msg_blocks_too_long" : "";
  }

  static List<Map<?, ?>> objects(Object list) {
    var objects = new ArrayList<Map<?, ?>>();
    if (list instanceof List<?> many) {
      for (var entry : many) {
        if (entry instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
    }
    return objects;
  }

  private static Map<String, String> form(String raw) {
    var fields = new LinkedHashMap<String, String>();
    for (var pair : raw.split("&", -1)) {
      var parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static MockResponse error(String error) {
    return json("{\"ok\":false,\"error\":\"" + error + "\"}");
  }

  static MockResponse json(String body) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json; charset=utf-8")
        .body(body)
        .build();
  }

  static MockResponse text(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
