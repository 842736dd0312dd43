package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a workflow wants to be told when it is started. Immutable. */
public final class WorkflowInput {
  /** More than that is not an input but a file. */
  private static final int LONGEST = 10_000;

  private static final int MOST_OPTIONS = 500;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private final String name;
  private final String type;
  private final String description;
  private final boolean required;
  private final @Nullable String otherwise;
  private final List<String> options;

  private WorkflowInput(
      String name,
      String type,
      String description,
      boolean required,
      @Nullable String otherwise,
      List<String> options) {
    this.name = requireNonNull(name, "name");
    this.type = type;
    this.description = description;
    this.required = required;
    this.otherwise = otherwise;
    this.options = List.copyOf(options);
  }

  static WorkflowInput read(String name, Yaml input) {
    return new WorkflowInput(
        name,
        input.text("type").orElse("string"),
        input.text("description").orElse(""),
        input.isTrue("required"),
        input.text("default").orElse(null),
        input.at("options").items().stream()
            .limit(MOST_OPTIONS)
            .flatMap(option -> option.text().stream())
            .toList());
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** {@code string}, {@code boolean}, {@code number}, {@code choice} or {@code environment}. */
  public String type() {
    return type;
  }

  /** What its author says about it; empty when nothing. */
  public String description() {
    return description;
  }

  /** Whether it must be given where there is no default. */
  public boolean required() {
    return required;
  }

  /** What it is when it is not given. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(otherwise);
  }

  /** What a {@code choice} may be. */
  public List<String> options() {
    return options;
  }

  /** What is wrong with a value, without repeating it; empty when nothing is. */
  Optional<String> problem(String value) {
    if (value.length() > LONGEST) {
      return Optional.of("must have at most " + LONGEST + " characters");
    }
    return switch (type) {
      case "boolean" ->
          Set.of("true", "false").contains(value)
              ? Optional.empty()
              : Optional.of("must be true or false");
      case "number" ->
          NUMBER.matcher(value).matches() ? Optional.empty() : Optional.of("must be a number");
      case "choice" ->
          options.contains(value)
              ? Optional.empty()
              : Optional.of("must be one of " + String.join(", ", options));
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return name + " (" + type + ")";
  }
}
