package dev.pulse.discord;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.json.JsonTree;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A Discord that is as strict as the real one where its documentation says how strict that is. What
 * it is told to answer comes before what it would.
 */
final class DiscordFake implements AutoCloseable {
  static final String TOKEN = "MTk4.SECRET-TOKEN.Cl2F";
  static final String CHANNEL = "197038439483310086";
  static final String HOOK = "/api/v10/webhooks/223704706495545344/SECRETHOOK-3d89bb7572e0fb30";

  private static final Pattern PAYLOAD =
      Pattern.compile("name=\"payload_json\"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", Pattern.DOTALL);

  private static final MockResponse PASS = new MockResponse.Builder().build();

  private final MockWebServer server = new MockWebServer();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<MockResponse>> script = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(1_000_000_000_000_000_000L);
  private final Map<String, Said> messages = new ConcurrentSkipListMap<>();
  private final Map<String, String> nonces = new ConcurrentHashMap<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  /** A call that arrived; its name is the method and the path, without what is the same in all. */
  record Call(String name, String query, String type, String raw, Map<?, ?> fields) {
    String text(String member) {
      return JsonTree.text(fields, member).orElse("");
    }
  }

  /** A message as it was posted. */
  record Said(String id, String channel, String content, String file, String answers) {}

  DiscordFake() throws Exception {
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
    return server.url("/api/v10").uri();
  }

  DiscordNotifier.Builder bot() {
    return DiscordNotifier.bot(Secret.of(TOKEN), CHANNEL).baseUrl(api());
  }

  /** The next call of this name gets this answer. */
  void next(String name, MockResponse answer) {
    script.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(answer);
  }

  /** The next call of this name is answered as usual. */
  void pass(String name) {
    next(name, PASS);
  }

  void nextError(String name, int status, int code) {
    next(name, error(status, code));
  }

  /** From now on messages have the ids of this time, and nothing is known of nonces. */
  void at(Instant now) {
    numbers.set((now.toEpochMilli() - 1_420_070_400_000L) << 22);
    nonces.clear();
  }

  /** What stands in a channel or a thread, in order. */
  List<String> said(String channel) {
    return messages.values().stream()
        .filter(message -> message.channel().equals(channel))
        .map(message -> message.content() + message.file())
        .toList();
  }

  /** Somebody else says something. */
  void say(String channel, String content) {
    var id = String.valueOf(numbers.incrementAndGet());
    messages.put(id, new Said(id, channel, content, "!", ""));
  }

  List<Call> calls() {
    return calls;
  }

  List<String> names() {
    return calls.stream().map(Call::name).toList();
  }

  private MockResponse answer(RecordedRequest request) {
    var path = request.getUrl().encodedPath();
    boolean hook = path.startsWith(HOOK);
    var rest = hook ? path.substring(HOOK.length()) : path.substring("/api/v10".length());
    var name = request.getMethod() + " " + (hook ? "hook" : "") + rest;
    var type = String.valueOf(request.getHeaders().get("Content-Type"));
    var body = request.getBody();
    var raw = body == null ? "" : body.utf8();
    var fields = JsonTree.object(json(type, raw)).orElse(Map.of());
    var query = String.valueOf(request.getUrl().encodedQuery());
    calls.add(new Call(name, query, type, raw, fields));
    var waiting = script.get(name);
    var scripted = waiting == null ? null : waiting.poll();
    if (scripted != null && scripted != PASS) {
      return scripted;
    }
    var agent = String.valueOf(request.getHeaders().get("User-Agent"));
    if (!agent.matches("DiscordBot \\(\\S+, \\S+\\)")) {
      return error(403, 40333);
    }
    var token = request.getHeaders().get("Authorization");
    if (hook ? token != null : !("Bot " + TOKEN).equals(token)) {
      return error(401, 0);
    }
    return hook ? hook(request, rest, fields, query) : bot(request, rest, fields);
  }

  private MockResponse hook(RecordedRequest request, String rest, Map<?, ?> fields, String query) {
    boolean components = fields.containsKey("components");
    if ((components && !query.contains("with_components=true")) || problem(fields)) {
      return error(400, 50035);
    }
    if (request.getMethod().equals("PATCH")) {
      return edited(rest.substring("/messages/".length()), CHANNEL);
    }
    return query.contains("wait=true")
        ? posted(CHANNEL, fields)
        : new MockResponse.Builder().code(204).build();
  }

  private MockResponse bot(RecordedRequest request, String rest, Map<?, ?> fields) {
    var parts = rest.split("/", -1);
    var channel = parts[2];
    boolean thread = threads.contains(channel);
    if (!channel.equals(CHANNEL) && !thread) {
      return error(404, 10003);
    }
    if (request.getMethod().equals("GET")) {
      return history(channel, String.valueOf(request.getUrl().queryParameter("after")));
    }
    if (rest.endsWith("/threads")) {
      var name = JsonTree.text(fields, "name").orElse("");
      if (name.isBlank() || name.length() > 100) {
        return error(400, 50035);
      }
      return threads.add(parts[4]) ? thread(parts[4], name) : error(400, 160004);
    }
    if (problem(fields)) {
      return error(400, 50035);
    }
    return request.getMethod().equals("PATCH")
        ? edited(parts[4], channel)
        : posted(channel, fields);
  }

  private MockResponse posted(String channel, Map<?, ?> fields) {
    var nonce = JsonTree.text(fields, "nonce").orElse("");
    var known = nonces.get(channel + nonce);
    if (known != null && Boolean.TRUE.equals(fields.get("enforce_nonce"))) {
      return answer(200, message(messages.get(known)));
    }
    var id = String.valueOf(numbers.incrementAndGet());
    var files = objects(fields.get("attachments"));
    var file = files.isEmpty() ? "" : JsonTree.text(files.get(0), "filename").orElse("");
    var content = JsonTree.text(fields, "content").orElse("").strip();
    var answered =
        fields.get("message_reference") instanceof Map<?, ?> reference
            ? JsonTree.text(reference, "message_id").orElse("")
            : "";
    var said = new Said(id, channel, content, file, answered);
    messages.put(id, said);
    if (!nonce.isEmpty()) {
      nonces.put(channel + nonce, id);
    }
    return answer(200, message(said));
  }

  private MockResponse edited(String id, String channel) {
    return messages.containsKey(id)
        ? answer(200, message(new Said(id, channel, "", "", "")))
        : error(404, 10008);
  }

  /** The latest come first. */
  private MockResponse history(String channel, String after) {
    var texts = new ArrayDeque<String>();
    for (var said : messages.values()) {
      boolean later = Long.parseLong(said.id()) > Long.parseLong(after);
      if (later && said.channel().equals(channel)) {
        texts.addFirst(message(said));
      }
    }
    return answer(200, "[" + String.join(",", texts) + "]");
  }

  /** Whether Discord would find fault with a message. */
  private static boolean problem(Map<?, ?> fields) {
    var content = JsonTree.text(fields, "content").orElse("");
    var nonce = JsonTree.text(fields, "nonce").orElse("");
    int all = 0;
    for (var embed : objects(fields.get("embeds"))) {
      all += length(embed, "title", 256) + length(embed, "description", 4_096);
      var inside = objects(embed.get("fields"));
      all += inside.size() > 25 ? 10_000 : 0;
      for (var field : inside) {
        all += length(field, "name", 256) + length(field, "value", 1_024);
        all += JsonTree.text(field, "name").orElse("").isBlank() ? 10_000 : 0;
      }
      if (embed.get("footer") instanceof Map<?, ?> footer) {
        all += length(footer, "text", 2_048);
      }
    }
    for (var row : objects(fields.get("components"))) {
      for (var button : objects(row.get("components"))) {
        all += length(button, "custom_id", 100) > 100 ? 10_000 : 0;
      }
    }
    return content.length() > 2_000 || nonce.length() > 25 || all > 6_000;
  }

  private static int length(Map<?, ?> object, String member, int most) {
    int length = JsonTree.text(object, member).orElse("").length();
    return length > most ? 10_000 : length;
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

  private static String json(String type, String raw) {
    if (!type.startsWith("multipart/form-data")) {
      return raw;
    }
    var matcher = PAYLOAD.matcher(raw);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** As much of a message as Discord's description of its answers asks for. */
  private static String message(Said said) {
    boolean foreign = said.file().equals("!");
    var file =
        """
        {"id":"3000","filename":%s,"size":11,"url":"https://cdn.example/a",
         "proxy_url":"https://cdn.example/b"}""";
    var reference =
        """
        ,"message_reference":{"type":0,"channel_id":"%s","message_id":"%s"}""";
    return """
    {"id":"%s","channel_id":"%s","type":0,"content":%s,"mentions":[],"mention_roles":[],
     "attachments":[%s],"embeds":[],"timestamp":"2026-03-01T10:00:00Z","edited_timestamp":null,
     "flags":0,"components":[],"author":{"id":"%s","username":"pulse","avatar":null,
     "discriminator":"0000","public_flags":0,"flags":0,"global_name":null,"primary_guild":null},
     "pinned":false,"mention_everyone":false,"tts":false%s}"""
        .formatted(
            said.id(),
            said.channel(),
            json(said.content()),
            said.file().isEmpty() || foreign ? "" : file.formatted(json(said.file())),
            foreign ? "1001" : "1000",
            said.answers().isEmpty() ? "" : reference.formatted(said.channel(), said.answers()));
  }

  private static String json(String text) {
    return JsonTree.text(Map.of("", text)).replaceAll("^\\{\"\":|}$", "");
  }

  private static MockResponse thread(String id, String name) {
    return answer(
        201,
        """
        {"id":"%s","type":11,"flags":0,"guild_id":"2000","name":%s,"owner_id":"1000",
         "thread_metadata":{"archived":false,"archive_timestamp":null,"locked":false,
         "auto_archive_duration":1440},"message_count":0,"member_count":1,
         "total_message_sent":0}"""
            .formatted(id, json(name)));
  }

  static MockResponse error(int status, int code) {
    return answer(status, "{\"message\":\"Error " + code + "\",\"code\":" + code + "}");
  }

  static MockResponse limited(String seconds) {
    return answer(
        429,
        "{\"message\":\"You are being rate limited.\",\"retry_after\":"
            + seconds
            + ",\"global\":false}");
  }

  static MockResponse answer(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
