package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link WebhookReceiver} says to a request. Immutable. */
public final class Delivery {
  private final int status;
  private final String message;
  private final String event;
  private final String id;
  private final @Nullable Json body;
  private final boolean first;

  private Delivery(
      int status, String message, String event, String id, @Nullable Json body, boolean first) {
    this.status = status;
    this.message = requireNonNull(message, "message");
    this.event = event;
    this.id = id;
    this.body = body;
    this.first = first;
  }

  static Delivery accepted(String event, String id, Json body, boolean first) {
    return new Delivery(
        first ? 202 : 200,
        first ? "accepted" : "it was here before, and is not acted on again",
        event,
        id,
        body,
        first);
  }

  static Delivery refused(int status, String message) {
    return new Delivery(status, message, "", "", null, false);
  }

  /** Whether it is GitHub's and was not here before: act on it. */
  public boolean isNew() {
    return first;
  }

  /** What to answer: 202 for a new one, 200 for one that was here before, 400, 401 or 413. */
  public int status() {
    return status;
  }

  /** Why, in one line that anybody may see. */
  public String message() {
    return message;
  }

  /** GitHub's name for what happened, such as {@code workflow_run}; empty when refused. */
  public String event() {
    return event;
  }

  /** GitHub's id of it, for looking it up there; whoever repeats a delivery can change it. */
  public String id() {
    return id;
  }

  /** What was done, such as {@code completed}; not every event has one. */
  public Optional<String> action() {
    return text("action");
  }

  /** The repository that it is about, as {@code owner/name}. */
  public Optional<String> repository() {
    return text("repository", "full_name");
  }

  /**
   * A text in its body.
   *
   * @param path the names of the members on the way to it
   */
  public Optional<String> text(String... path) {
    return body().text(path);
  }

  /** The run that it is about, for the event {@code workflow_run}. */
  public Optional<WorkflowRun> workflowRun() {
    return WorkflowRun.read(body().at("workflow_run"));
  }

  Json body() {
    return body == null ? Json.nothing() : body;
  }

  @Override
  public String toString() {
    return status + " " + event + " " + id;
  }
}
