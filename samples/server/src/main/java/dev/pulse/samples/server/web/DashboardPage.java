package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page that an extension adds to the dashboard: a name in its address, a title in its navigation,
 * and a script that fills it. {@link Routes#page} serves it.
 *
 * <pre>{@code
 * routes
 *     .get("/repos", request -> Response.json(overview.repositories()))
 *     .page(
 *         DashboardPage.of("repositories", "Repositories", RepoRoutes.class, "repositories.js")
 *             .icon("box")
 *             .style("repositories.css"));
 * }</pre>
 *
 * <p>The script is an ES module. Its default export is called with the page whenever somebody opens
 * it, fills {@code page.root}, and may return a function that is called when the page is left:
 *
 * <pre>{@code
 * export default async function repositories(page) {
 *   const {h, card, table, instant} = page.ui;
 *   const answer = await page.get('repos'); // the route above, wherever it is mounted
 *   page.root.append(card('Repositories', table(['Name', 'Scanned'],
 *       answer.items.map(repo => [repo.name, instant(repo.scanned_at)]))));
 * }
 * }</pre>
 *
 * <p>What else a page has is written in {@code docs/guide/dashboard.md}. Pages need no HTML of
 * their own, and the content security policy of the server allows nothing inline. Immutable; the
 * methods return a changed copy.
 */
public final class DashboardPage {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final int LONGEST_TITLE = 40;
  private static final int LAST_PLACE = 999;

  /** The place of pages that say none; from here on they are below the line. */
  private static final int USUAL_PLACE = 100;

  private final String name;
  private final String title;
  private final Class<?> anchor;
  private final String module;
  private final @Nullable String style;
  private final List<String> files;
  private final @Nullable String icon;
  private final boolean listed;
  private final int place;

  private DashboardPage(
      String name,
      String title,
      Class<?> anchor,
      String module,
      @Nullable String style,
      List<String> files,
      @Nullable String icon,
      boolean listed,
      int place) {
    this.name = name;
    this.title = title;
    this.anchor = anchor;
    this.module = module;
    this.style = style;
    this.files = files;
    this.icon = icon;
    this.listed = listed;
    this.place = place;
  }

  /**
   * A page.
   *
   * @param name its part of the address: up to 40 small letters, digits and hyphens; unique in the
   *     dashboard
   * @param title what people read in the navigation; up to 40 characters
   * @param anchor a class beside which the files of the page lie
   * @param module the script, an ES module, such as {@code repositories.js}
   * @throws IllegalArgumentException that lists everything that is not of this form
   */
  public static DashboardPage of(String name, String title, Class<?> anchor, String module) {
    var problems = new ArrayList<String>();
    if (!NAME.matcher(name).matches()) {
      problems.add("name \"" + name + "\" must match " + NAME);
    }
    int length = title.codePointCount(0, title.length());
    if (title.isBlank() || length > LONGEST_TITLE) {
      problems.add("title must have 1 to " + LONGEST_TITLE + " characters, but has " + length);
    }
    if (!isFile(module, ".js")) {
      problems.add("module \"" + module + "\" must be the name of a file that ends in .js");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("dashboard page: " + String.join("; ", problems));
    }
    return new DashboardPage(
        name,
        title,
        requireNonNull(anchor, "anchor"),
        module,
        null,
        List.of(),
        null,
        true,
        USUAL_PLACE);
  }

  private static boolean isFile(String file, String ending) {
    return FILE.matcher(file).matches() && file.endsWith(ending);
  }

  /** This page with a style sheet of its own, which applies while it is open; default: none. */
  public DashboardPage style(String file) {
    if (!isFile(file, ".css")) {
      throw new IllegalArgumentException(
          "style \"" + file + "\" must be the name of a file that ends in .css");
    }
    return new DashboardPage(name, title, anchor, module, file, files, icon, listed, place);
  }

  /** This page with further files beside its script: modules that it imports, images. */
  public DashboardPage with(String... files) {
    var more = new ArrayList<>(this.files);
    for (String file : files) {
      if (!FILE.matcher(file).matches()) {
        throw new IllegalArgumentException("\"" + file + "\" must be the name of a file");
      }
      more.add(file);
    }
    return new DashboardPage(
        name, title, anchor, module, style, List.copyOf(more), icon, listed, place);
  }

  /**
   * This page with one of the dashboard's own icons: {@code grid}, {@code bell}, {@code box},
   * {@code globe}, {@code play}, {@code target}, {@code flag}, {@code list}, {@code cluster},
   * {@code shield}, {@code branch}, {@code broadcast}, {@code sliders}, {@code key}. One that it
   * does not have, and none, is shown as a dot.
   */
  public DashboardPage icon(String icon) {
    requireNonNull(icon, "icon");
    return new DashboardPage(name, title, anchor, module, style, files, icon, listed, place);
  }

  /** This page without a place in the navigation: one that others lead to. */
  public DashboardPage unlisted() {
    return new DashboardPage(name, title, anchor, module, style, files, icon, false, place);
  }

  /**
   * This page at a place in the navigation: smaller numbers first, those with the same in the order
   * in which they were added. What is below 100 is about all checks and stands above the line, the
   * pages of systems below it. The overview has 10, incidents 20, targets 30, status pages 40;
   * default: 100.
   *
   * @param place 1 to 999
   */
  public DashboardPage place(int place) {
    if (place < 1 || place > LAST_PLACE) {
      throw new IllegalArgumentException("place must be 1 to " + LAST_PLACE + ", but is " + place);
    }
    return new DashboardPage(name, title, anchor, module, style, files, icon, listed, place);
  }

  /** Its part of the address. */
  public String name() {
    return name;
  }

  /** What people read in the navigation. */
  public String title() {
    return title;
  }

  /** The class beside which its files lie. */
  Class<?> anchor() {
    return anchor;
  }

  /** The file of its script. */
  public String module() {
    return module;
  }

  /** The file of its style sheet. */
  public Optional<String> style() {
    return Optional.ofNullable(style);
  }

  /** All of its files. */
  List<String> files() {
    var all = new ArrayList<String>();
    all.add(module);
    style().ifPresent(all::add);
    all.addAll(files);
    return all;
  }

  /** The name of its icon. */
  public Optional<String> icon() {
    return Optional.ofNullable(icon);
  }

  /** Whether the navigation has it. */
  public boolean isListed() {
    return listed;
  }

  /** Where the navigation has it. */
  public int place() {
    return place;
  }

  /** Whether it is about all checks, and not about those of one system. */
  public boolean isAboutAll() {
    return place < USUAL_PLACE;
  }

  @Override
  public String toString() {
    return name + " (" + title + ")";
  }
}
