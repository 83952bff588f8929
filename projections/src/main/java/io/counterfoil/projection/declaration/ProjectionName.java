package io.counterfoil.projection.declaration;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Checks names. A name becomes part of table and view names that are written into SQL unquoted, so
 * it is a plain identifier, short enough for every database with its version behind it.
 */
public final class ProjectionName {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,50}");

  /** What stands behind a name in the tables of its versions and generations. */
  private static final Pattern OF_A_VERSION = Pattern.compile(".*_v[0-9]+(_g[0-9]+)?");

  private static final int LONGEST_TABLE = 63;
  private static final int OF_GENERATION = "_g9999".length();

  private ProjectionName() {}

  /**
   * Checks a name.
   *
   * @param name the name of a projection
   * @return the name
   * @throws IllegalArgumentException if it is no plain identifier, or too long
   */
  public static String require(String name) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a projection is named by a letter or underscore and up to 50 letters, digits and"
              + " underscores, but not '"
              + name
              + "'");
    }
    return name;
  }

  /**
   * Checks a name that tables are named by.
   *
   * @param name the name of a projection into a database
   * @return the name
   * @throws IllegalArgumentException if it is no name of a projection, might be that of another
   *     one's table, or is not in lower case: to a database it would be the same in any case
   */
  public static String requireForTables(String name) {
    require(name);
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a projection into a database has a name in lower case, as its tables would be the same"
              + " in any case, but not '"
              + name
              + "'");
    }
    if (OF_A_VERSION.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' may be the table of a version of another projection: do not end a name like"
              + " that, and say version(...) instead");
    }
    return name;
  }

  /**
   * Checks that the tables of a version can be named.
   *
   * @param name the name of a projection into a database
   * @param version its version
   * @throws IllegalArgumentException if databases would cut the name of a table
   */
  public static void requireTables(String name, int version) {
    int length = (name + "_v" + version).length() + OF_GENERATION;
    if (length > LONGEST_TABLE) {
      throw new IllegalArgumentException(
          "the name '"
              + name
              + "' and the version "
              + version
              + " are too long together for the name of a table, by "
              + (length - LONGEST_TABLE)
              + " characters");
    }
  }

  /**
   * Checks a version.
   *
   * @param version the version of a projection
   * @return the version
   * @throws IllegalArgumentException if it is below 1
   */
  public static int requireVersion(int version) {
    if (version < 1) {
      throw new IllegalArgumentException("a version is 1 or more, but was " + version);
    }
    return version;
  }
}
