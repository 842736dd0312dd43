package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.server.Answers;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a server says of its REST API, and whether its answers are so; for tests here and of
 * extensions. Confine to one thread.
 */
public final class DescribedApi {
  private final Map<String, Object> document;
  private final Map<String, Operation> operations = new TreeMap<>();
  private final Set<String> asked = new TreeSet<>();

  private record Operation(String method, String path, Map<String, Object> described) {}

  private DescribedApi(Map<String, Object> document) {
    this.document = document;
    object(document.get("paths"))
        .forEach(
            (path, item) ->
                object(item).forEach((method, operation) -> add(method, path, object(operation))));
  }

  /** What a server says. */
  public static DescribedApi of(Caller caller) {
    return new DescribedApi(object(caller.get("/api/v1/openapi.json").body()));
  }

  private void add(String method, String path, Map<String, Object> operation) {
    var id = (String) operation.get("operationId");
    var added = new Operation(method.toUpperCase(Locale.ROOT), path, operation);
    assertThat(operations.put(id, added)).as(id).isNull();
  }

  /** The document. */
  public Map<String, Object> document() {
    return document;
  }

  /** What is described, such as {@code GET /health}. */
  public Set<String> routes() {
    var routes = new TreeSet<String>();
    operations.values().forEach(one -> routes.add(one.method() + " " + one.path()));
    return routes;
  }

  /** The ids of all operations of paths that begin so. */
  public Set<String> operations(String prefix) {
    var found = new TreeSet<String>();
    operations.forEach(
        (id, operation) -> {
          if (operation.path().startsWith(prefix)) {
            found.add(id);
          }
        });
    return found;
  }

  /** An operation. */
  public Map<String, Object> operation(String id) {
    return one(id).described();
  }

  private Operation one(String id) {
    var operation = operations.get(id);
    assertThat(operation).as(id).isNotNull();
    return operation;
  }

  /** The ids of those operations of which an answer has been judged. */
  public Set<String> asked() {
    return asked;
  }

  /** Fails unless answers are what an operation is described to answer. */
  public void judge(String id, Collection<HttpResponse<String>> answers) {
    answers.forEach(answer -> judge(id, answer));
  }

  /** Fails unless an answer has a status, and is what an operation is described to answer. */
  public void judge(String id, int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
    judge(id, answer);
  }

  /** Fails unless an answer is what an operation is described to answer. */
  public void judge(String id, HttpResponse<String> answer) {
    asked.add(id);
    var operation = one(id);
    var what = answer.request().method() + " " + answer.uri() + ": " + answer.body();
    assertThat(answer.request().method()).as(what).isIn(operation.method(), "HEAD");
    assertThat(answer.uri().getPath())
        .as(what)
        .matches(operation.path().replaceAll("\\{[^}]*\\}", "[^/]+"));
    var schema = new Schema(document);
    var responses = object(operation.described().get("responses"));
    assertThat(responses).as(what).containsKey(String.valueOf(answer.statusCode()));
    var response = schema.resolve(object(responses.get(String.valueOf(answer.statusCode()))));
    if (response.get("headers") instanceof Map<?, ?> headers) {
      headers.keySet().forEach(name -> assertThat(has(answer, name)).as(name + what).isTrue());
    }
    if (!response.containsKey("content")) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    var content = object(response.get("content"));
    var type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
    assertThat(content).as(what).containsKey(type);
    if (type.endsWith("json") && !answer.request().method().equals("HEAD")) {
      var form = object(object(content.get(type)).get("schema"));
      assertThat(schema.problems(form, Answers.value(answer.body()))).as(what).isEmpty();
    }
  }

  private static boolean has(HttpResponse<String> answer, Object header) {
    return answer.headers().firstValue(String.valueOf(header)).isPresent();
  }

  /** What is wrong with a value of a schema. */
  List<String> problems(String name, Object value) {
    return new Schema(document).problems(Map.of("$ref", "#/components/schemas/" + name), value);
  }
}
