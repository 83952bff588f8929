package io.counterfoil.jdbc.faults;

/** When the connection is cut: by how far the server has come with a request. */
enum Moment {
  /** The request is thrown away. */
  BEFORE_IT_IS_SENT,
  /** The server has done all and committed; the answer is thrown away. */
  BEFORE_THE_ANSWER,
  /** The server has done all and committed; rows arrive, but not that it is done. */
  BEFORE_THE_END_OF_THE_ANSWER,
  /**
   * The server has done all and committed; what arrives is that it panics, as of one that could not
   * flush its log: then nobody knows whether the commit is in the log.
   */
  IN_A_PANIC
}
