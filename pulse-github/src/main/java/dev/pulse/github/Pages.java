package dev.pulse.github;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A list that GitHub gives in pages: so many and no more, each asked for when it is wanted. Where
 * it stands can be kept, so that another process goes on from there. Confine to one thread.
 */
final class Pages<T> {
  private static final int MOST = 50;

  /** Ten times what GitHub ever puts on one. */
  private static final int MOST_ITEMS = 1_000;

  private static final Pattern NEXT =
      Pattern.compile("<([^<>]{1,4000})>\\s*(?:;[^,<>]*)?;\\s*rel=\"?next\"?(?=[\\s;,]|$)");

  private final GitHubConnection github;
  private final String operation;
  private final @Nullable String member;
  private final Function<Json, T> item;
  private @Nullable HttpUrl next;
  private Function<ByteString, Optional<ByteString>> keeping = Optional::of;
  private int left = MOST;

  Pages(
      GitHubConnection github,
      HttpUrl first,
      String operation,
      @Nullable String member,
      Function<Json, T> item) {
    this.github = github;
    this.next = first;
    this.operation = operation;
    this.member = member;
    this.item = item;
  }

  /** How many pages at most; default 50. */
  Pages<T> most(int pages) {
    left = pages;
    return this;
  }

  /** What of each page is kept; default all of it. */
  Pages<T> keeping(Function<ByteString, Optional<ByteString>> keeping) {
    this.keeping = keeping;
    return this;
  }

  /**
   * Goes on where another one stood.
   *
   * @param place its {@link #place()}
   * @throws GitHubException UNEXPECTED when that is not on this server
   */
  Pages<T> from(String place) {
    next = ours(HttpUrl.parse(place));
    return this;
  }

  /** Where the next page is; empty when there is none. It has no secret in it. */
  Optional<String> place() {
    return Optional.ofNullable(next).map(HttpUrl::toString);
  }

  /** Whether there is another page, and it may be asked for. */
  boolean hasNext() {
    return next != null && left > 0;
  }

  /**
   * Asks for the next page; without items when the answer is a no. When this throws, the same page
   * is next again.
   *
   * @throws IllegalStateException when there is none
   */
  Page<T> next(Duration within) throws InterruptedException {
    var url = next;
    if (url == null || left <= 0) {
      throw new IllegalStateException("there is no further page");
    }
    var answer = github.ask(Question.get(url, operation).keeping(keeping), Deadline.in(within));
    if (answer.status() != 200) {
      next = null;
      return new Page<>(answer, List.of(), true);
    }
    var items = items(answer);
    next = following(answer);
    left--;
    return new Page<>(answer, items, next == null);
  }

  /**
   * Asks for all of the rest. When a page is a no, the result has the items before it and that
   * answer.
   *
   * @param within for all of them together
   */
  Page<T> all(Duration within) throws InterruptedException {
    var deadline = Deadline.in(within);
    var all = new ArrayList<T>();
    while (true) {
      var page = next(Duration.ofNanos(deadline.remainingNanos()));
      all.addAll(page.items());
      if (!hasNext()) {
        return new Page<>(page.answer(), all, page.last());
      }
    }
  }

  private @Nullable HttpUrl following(GitHubAnswer answer) {
    if (answer.link() == null) {
      return null;
    }
    var found = NEXT.matcher(answer.link());
    return found.find() ? ours(answer.source().resolve(found.group(1))) : null;
  }

  private HttpUrl ours(@Nullable HttpUrl url) {
    if (url == null || !github.isOurs(url)) {
      throw GitHubException.of(
          GitHubException.Kind.UNEXPECTED,
          "the next page of " + operation + " is not on the same server, so it is not asked for");
    }
    return url;
  }

  private List<T> items(GitHubAnswer answer) {
    var reader = answer.reader();
    try {
      if (member == null) {
        return list(reader);
      }
      @Nullable List<T> items = null;
      reader.beginObject();
      while (reader.hasNext()) {
        if (reader.nextName().equals(member)) {
          items = list(reader);
        } else {
          reader.skipValue();
        }
      }
      reader.endObject();
      if (items == null) {
        throw new IOException("no " + member);
      }
      return items;
    } catch (JsonDataException e) {
      // Its message may quote the answer.
      throw answer.garbled("something else than a list at " + reader.getPath());
    } catch (IOException e) {
      throw answer.garbled("no valid JSON, or too much of it, at " + reader.getPath());
    }
  }

  private List<T> list(JsonReader reader) throws IOException {
    var items = new ArrayList<T>();
    reader.beginArray();
    while (reader.hasNext()) {
      if (items.size() == MOST_ITEMS) {
        throw new IOException("more than " + MOST_ITEMS + " items");
      }
      items.add(item.apply(Json.next(reader)));
    }
    reader.endArray();
    return items;
  }
}
