package dev.pulse.samples.fakes;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import okhttp3.HttpUrl;

/** Lists in pages, with the header that leads from one to the next. */
final class FakeGitHubPages {
  private static final int MOST = 100;

  private FakeGitHubPages() {}

  /** By number: {@code page} and {@code per_page}. */
  static <T> HttpAnswer numbered(
      FakeGitHubRoutes.Call call, List<T> all, Function<T, Fields> shape) {
    return numbered(call, all, shape, FakeGitHubJson::text);
  }

  /** By number, with the count around it. */
  static <T> HttpAnswer counted(
      FakeGitHubRoutes.Call call, String name, List<T> all, Function<T, Fields> shape) {
    return numbered(
        call,
        all,
        shape,
        page ->
            FakeGitHubJson.text(
                FakeGitHubJson.fields().with("total_count", all.size()).with(name, page)));
  }

  private static <T> HttpAnswer numbered(
      FakeGitHubRoutes.Call call,
      List<T> all,
      Function<T, Fields> shape,
      Function<List<Fields>, String> body) {
    int size = size(call.request());
    int page = Math.max(1, number(call.request().parameter("page"), 1));
    int last = Math.max(1, (all.size() + size - 1) / size);
    long from = (page - 1L) * size;
    var shown = new ArrayList<Fields>();
    for (long i = from; i < Math.min(all.size(), from + size); i++) {
      shown.add(shape.apply(all.get((int) i)));
    }
    var links = new ArrayList<String>();
    if (page > 1) {
      links.add(link(call, "page", String.valueOf(Math.min(page - 1, last)), "prev"));
    }
    if (page < last) {
      links.add(link(call, "page", String.valueOf(page + 1), "next"));
      links.add(link(call, "page", String.valueOf(last), "last"));
    }
    if (page > 1) {
      links.add(link(call, "page", "1", "first"));
    }
    return linked(body.apply(shown), links);
  }

  /** By cursor: {@code after}, as lists of alerts have it. */
  static <T> HttpAnswer cursored(
      FakeGitHubRoutes.Call call, List<T> all, Function<T, Fields> shape) {
    int size = size(call.request());
    int from = number(call.request().parameter("after").replaceFirst("^cursor-", ""), 0);
    int to = Math.min(all.size(), from + size);
    var shown = new ArrayList<Fields>();
    for (int i = from; i < to; i++) {
      shown.add(shape.apply(all.get(i)));
    }
    return linked(
        FakeGitHubJson.text(shown),
        to < all.size() ? List.of(link(call, "after", "cursor-" + to, "next")) : List.of());
  }

  private static HttpAnswer linked(String body, List<String> links) {
    var answer =
        HttpAnswer.json(200, body).header("Content-Type", "application/json; charset=utf-8");
    return links.isEmpty() ? answer : answer.header("Link", String.join(", ", links));
  }

  private static String link(
      FakeGitHubRoutes.Call call, String parameter, String value, String relation) {
    var url = HttpUrl.get(call.links() + call.request().path()).newBuilder();
    call.request()
        .query()
        .forEach((name, values) -> values.forEach(each -> url.addQueryParameter(name, each)));
    return "<" + url.setQueryParameter(parameter, value).build() + ">; rel=\"" + relation + "\"";
  }

  private static int size(FakeRequest request) {
    return Math.max(1, Math.min(MOST, number(request.parameter("per_page"), 30)));
  }

  private static int number(String text, int otherwise) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
  }
}
