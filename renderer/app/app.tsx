import { Toasts } from "../ui/toasts.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";

export const App = () => (
  <TooltipProvider>
    <Toasts />
  </TooltipProvider>
);
