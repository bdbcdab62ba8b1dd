// breaks: vendor-clients-stay-in-their-wires
export { OpenAI } from "openai";
