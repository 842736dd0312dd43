package dev.pulse.samples.server.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who somebody is who fills in the form of the dashboard. Thread-safe. */
final class SignInDesk {
  private final TokenRing tokens;
  private final Passwords passwords;
  private final Guesses guesses;

  SignInDesk(TokenRing tokens, Passwords passwords, Guesses guesses) {
    this.tokens = tokens;
    this.passwords = passwords;
    this.guesses = guesses;
  }

  /**
   * Who it is.
   *
   * @throws HttpError 400 for what is no form, 401 for what is wrong, 429 for too many of those
   */
  Principal judge(Request request) {
    var form = request.json(Sessions.SignIn.class);
    var token = filled(form.token());
    var name = filled(form.name());
    var password = form.password();
    if (token != null && form.name() == null && password == null) {
      return byToken(request, token);
    }
    if (form.token() == null && name != null && password != null && !password.isEmpty()) {
      return byPassword(request, name, password);
    }
    throw HttpError.of(400, "Invalid request body")
        .withDetail("It must have either token, or name and password, and none of them empty.");
  }

  private static @Nullable String filled(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private Principal byToken(Request request, String token) {
    return right(
        guesses.token(
            Guesses.Place.FORM, request, token, () -> Optional.ofNullable(tokens.owner(token))),
        "Nobody here has this token.");
  }

  private Principal byPassword(Request request, String name, String password) {
    if (password.length() > PasswordHash.LONGEST) {
      throw HttpError.of(400, "Invalid request body")
          .withDetail("password must be at most " + PasswordHash.LONGEST + " characters");
    }
    return right(
        guesses.password(
            request,
            name,
            () ->
                passwords.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(passwords.owner(name, password))),
        "The name or the password is wrong.");
  }

  private static Principal right(Guesses.Judged<Principal> judged, String wrong) {
    if (judged.isLimited()) {
      throw Guesses.tooMany(judged.pause());
    }
    return judged.right().orElseThrow(() -> HttpError.of(401, "Sign-in failed").withDetail(wrong));
  }
}
