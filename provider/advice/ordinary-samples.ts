/** Messages that any office gets, each of another sender: subject and text. */
export const MESSAGES: readonly (readonly [subject: string, body: string])[] = [
  ["Your invoice 4411 of March", "Dear customer, please find attached your invoice. The amount is due within 30 days."],
  [
    "Invoice INV-2031 from Northwind",
    "Hello, the invoice for last month's work is attached. Thank you for your business!",
  ],
  ["Payment received", "We received your payment of $1,240.00. Your account is settled. No further action is needed."],
  [
    "Receipt for your payment",
    "Thanks for your order. Your card was charged EUR 59.90. Keep this receipt for your records.",
  ],
  [
    "Reset your password",
    "Somebody asked to reset your password. Click the link below within 24 hours, or ignore this e-mail.",
  ],
  [
    "Your password was changed",
    "The password of your account was changed today. If this was not you, write to support@contoso.org.",
  ],
  [
    "Your parcel is on its way",
    "Good news: your order has shipped. Track your delivery here: https://parcels.example/4711",
  ],
  [
    "Delivery tomorrow between 9 and 11",
    "Our driver will be at your address tomorrow. You can change the date online.",
  ],
  ["Meeting on Thursday?", "Hi Maria, could we meet on Thursday at 10:00 to talk about the budget? Best regards, Tom"],
  [
    "Invitation: project review @ Tue 3pm",
    "You have been invited to a meeting. Join with video: https://meet.example/abc-defg",
  ],
  ["Accepted: weekly status", "John has accepted your invitation."],
  ["Re: minutes of the board", "Thanks all, I added my comments to the document. See you next week."],
  ["Fwd: contract draft", "Please review the contract and let me know whether you agree before Friday."],
  ["Please sign: service agreement", "You have a document to review and sign. Open the document and follow the steps."],
  ["Anna shared a file with you", "Anna invited you to edit the file budget.xlsx. Open it in your browser."],
  ["Spring newsletter: new arrivals", "Discover our new collection and save 20% this week. Unsubscribe at any time."],
  [
    "What we learned this month",
    "In this newsletter: five articles, one podcast, and an event. Write to us: hello@fabrikam.net",
  ],
  ["Out of office", "I am out of the office until Monday and will answer your e-mail when I am back."],
  [
    "Your application as engineer",
    "Thank you for your application. We would like to invite you for an interview next week.",
  ],
  ["Applicant: Carlos Ortega", "Dear team, my CV is attached. I have ten years of experience in logistics."],
  ["[Ticket 88123] Printer on floor 3", "Your request was received. An agent will get back to you shortly."],
  ["Ticket solved: VPN access", "Your ticket was solved. Was this helpful? Rate our service."],
  [
    "[alerts] disk usage above 90 %",
    "Host db-7 is at 91 % of its disk since 04:12 UTC. View the dashboard for details.",
  ],
  ["Nightly backup finished", "Status: success. 42 GB in 17 minutes. This message was sent automatically."],
  [
    "[repo] Fix the build (#512)",
    "Ada approved these changes. You can view, comment on, or merge this pull request online.",
  ],
  [
    "Your travel booking to Lisbon",
    "Your flight is confirmed. Check in online from 24 hours before departure. Have a good trip!",
  ],
  [
    "Expense report approved",
    "Your manager approved your expenses of 312.50. They will be paid with your next salary.",
  ],
  [
    "Your account statement is ready",
    "Log in to online banking to read your new statement. Your bank never asks for your code.",
  ],
  [
    "Security notice: new sign-in",
    "There was a new sign-in to your account from Windows. If it was you, you can ignore this message.",
  ],
  ["Happy birthday!", "Happy birthday from all of us! There is cake in the kitchen at three."],
  [
    "Survey: how was your stay?",
    "Please take two minutes to tell us about your visit. Your opinion is important to us.",
  ],
  [
    "Rechnung Nr. 2024-118",
    "Sehr geehrte Damen und Herren, anbei erhalten Sie unsere Rechnung. Mit freundlichen Grüßen",
  ],
  [
    "Einladung zur Sitzung am Mittwoch",
    "Hallo zusammen, die Sitzung beginnt um 14 Uhr. Die Unterlagen sind im Anhang.",
  ],
  [
    "Votre facture du mois de mai",
    "Bonjour, veuillez trouver ci-joint votre facture. Merci de votre confiance. Cordialement",
  ],
  ["Réunion de lundi", "Bonjour à tous, la réunion est reportée à 15 h. Merci de confirmer votre présence."],
  ["Su pedido ha sido enviado", "Hola, su pedido está en camino. Gracias por su compra. Un saludo"],
  ["Confirmación de la cita", "Le recordamos su cita del martes a las 10:30. Si no puede venir, llámenos."],
  ["Fatura disponível", "Olá, a sua fatura já está disponível na área de cliente. Obrigado pela preferência."],
  ["Conferma della prenotazione", "Gentile cliente, la sua prenotazione è confermata. Cordiali saluti"],
  [
    "Bevestiging van uw bestelling",
    "Beste klant, bedankt voor uw bestelling. Wij sturen u bericht zodra het pakket onderweg is.",
  ],
];

/** What follows the host in links that any office gets. */
export const PATHS = [
  "/",
  "/index.html",
  "/a/b?c=d",
  "/news/2024/05",
  "/login",
  "/track?id=4711&lang=en",
  "/#top",
  "/unsubscribe",
];
