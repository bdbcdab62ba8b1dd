/** The same columns in the head and in every row; where there is little room, title and actions stay. */
export const columns =
  "grid grid-cols-[1rem_minmax(0,1fr)_2rem] @3xl:grid-cols-[1rem_minmax(0,1fr)_3.5rem_4.5rem_4.5rem_6.5rem_2rem] items-center gap-x-4 px-4 sm:px-6";
