package io.counterfoil.text;

/**
 * Tells what text every store can keep. PostgreSQL refuses U+0000, and half a surrogate pair has no
 * encoding: such text is refused on every store, so that what works on one works on all.
 */
public final class StorableText {
  private StorableText() {}

  /**
   * Finds what is wrong with a text.
   *
   * @param text any text
   * @return what is wrong with it, to be put behind its name, or an empty string
   */
  public static String flawOf(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        return "contains U+0000 at index " + i + ", which no database keeps";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "contains half a surrogate pair at index " + i + ", which has no encoding";
      }
    }
    return "";
  }

  /**
   * Makes a text storable.
   *
   * @param text any text
   * @return the same text, with U+FFFD in the place of what no store keeps
   */
  public static String madeStorable(String text) {
    if (flawOf(text).isEmpty()) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xFFFD
                    : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }
}
