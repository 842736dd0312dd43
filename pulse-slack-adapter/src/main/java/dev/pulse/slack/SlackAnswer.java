package dev.pulse.slack;

import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.json.JsonTree;
import dev.pulse.core.internal.notify.HttpAnswer;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a method of Slack's Web API answered: its status is 200 even where it refuses. */
record SlackAnswer(String method, boolean isOk, String error, Map<?, ?> fields) {
  /** What Slack's errors look like. Anything else may be what it was told, the token with it. */
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,60}");

  private static final Set<String> MAY_GO_AWAY =
      Set.of(
          "fatal_error",
          "internal_error",
          "rate_limited",
          "ratelimited",
          "request_timeout",
          "service_unavailable",
          "team_added_to_org");

  /**
   * There is nothing left to edit, or not by us: somebody deleted it, the app was replaced, or the
   * channel is another one by now.
   */
  private static final Set<String> NOT_EDITABLE =
      Set.of(
          "cant_update_message",
          "channel_not_found",
          "edit_window_closed",
          "is_archived",
          "message_not_found",
          "not_in_channel");

  static SlackAnswer of(String method, HttpAnswer answer) {
    var fields = answer.isWhole() ? JsonTree.object(answer.body()) : null;
    if (fields == null || fields.isEmpty() || !(fields.get().get("ok") instanceof Boolean isOk)) {
      throw NotifyException.passing(
          method + " did not answer as Slack's Web API does: " + answer.excerpt(), null);
    }
    var error =
        JsonTree.text(fields.get(), "error")
            .map(code -> CODE.matcher(code).matches() ? code : "with a reason that is no code")
            .orElse("no reason given");
    return new SlackAnswer(method, isOk, error, fields.get());
  }

  boolean isNotEditable() {
    return !isOk && NOT_EDITABLE.contains(error);
  }

  /** A text that a success must have. */
  String text(String member) {
    return JsonTree.text(fields, member)
        .orElseThrow(
            () -> NotifyException.passing(method + " answered without \"" + member + "\"", null));
  }

  /** This answer, which must be a success. */
  SlackAnswer orThrow() {
    if (isOk) {
      return this;
    }
    var words = "Slack refused " + method + ": " + error;
    throw MAY_GO_AWAY.contains(error)
        ? NotifyException.passing(words, null)
        : NotifyException.lasting(words + hint(), null);
  }

  private String hint() {
    return switch (error) {
      case "not_in_channel" -> "; invite the app to the channel";
      case "channel_not_found" -> "; is it the id of a channel that the app can see?";
      case "missing_scope" -> "; give the app the scope chat:write, and files:write for charts";
      case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive" ->
          "; is the token the bot's, and still good?";
      default -> "";
    };
  }
}
